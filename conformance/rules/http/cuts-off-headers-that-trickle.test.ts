import { expect, test } from 'vitest'
import { httpRequest, readAnswer, trickle } from '../../live/raw.ts'
import { startSmallWorld } from '../../live/small-world.ts'
import { signedRequest } from '../../live/speak.ts'

test('a client that says its headers letter by letter is told so, and the connection ends', async () => {
  const small = await startSmallWorld({ requestSeconds: 1 })
  const request = httpRequest(signedRequest({ in: small }), { Cookie: 'a'.repeat(10_000) })
  const answer = readAnswer(await trickle(request, { to: small }))
  expect(answer.status).toBe(408)
  expect(answer.text).toBe('The request did not arrive in time.\n')
})
