import { expect, test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

const long = `urn:${'a'.repeat(200_000)}`

test('a fault stays small, whatever it is about', async () => {
  const text = signedRequest().replace(/(?<=<ds:SignatureMethod Algorithm=")[^"]*/, () => long)
  const answer = await refuses(text, 'signature-algorithm-refused')
  expect(answer.text.length).toBeLessThan(10_000)
})
