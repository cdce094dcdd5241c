import { expect, test } from 'vitest'
import { person } from '../../live/sign-payload.ts'
import { accepts, refuses, signedRequest } from '../../live/speak.ts'

const payload = `<list>${`<a>${'a'.repeat(16)}</a>`.repeat(1000)}</list>`

test('and answers the others, meanwhile and afterwards', async () => {
  const slow = refuses(signedRequest({ serviceId: 'CostlySchema', payload }), 'payload-invalid')
  await accepts(signedRequest())
  expect((await slow).text).toContain('given up: it took longer than 1 s')
  await accepts(signedRequest({ serviceId: 'ValidRequests', payload: person }))
})
