import { payloadFrom } from '@arna/message'
import { expect, test } from 'vitest'
import { person } from '../../live/sign-payload.ts'
import { accepts, refuses, signedRequest } from '../../live/speak.ts'

const serviceId = 'ValidRequests'
const wrong =
  '<p:person xmlns:p="urn:person"><p:iin>850505300456</p:iin>\n<p:iin>85050530045X</p:iin></p:person>'

test('and names the place, but not what stands there', async () => {
  const { text } = await refuses(signedRequest({ serviceId, payload: wrong }), 'payload-invalid')
  expect(text).toContain('/data/p:person/p:iin[2] (line 2)')
  expect(text).not.toContain('85050530045X')
})

test('as text', async () => {
  const { text } = await refuses(
    signedRequest({ serviceId, data: payloadFrom(wrong) }),
    'payload-invalid',
  )
  expect(text).toContain('/p:person/p:iin[2] (line 2)')
})

test.each([
  ['another element', '<stranger/>'],
  ['two of them', person + person],
  ['nothing', ''],
])('%s', async (_what, payload) => {
  await refuses(signedRequest({ serviceId, payload }), 'payload-invalid')
})

test('while a valid one is passed on', async () => {
  await accepts(signedRequest({ serviceId, payload: person }))
  await accepts(signedRequest({ serviceId, data: payloadFrom(person) }))
})
