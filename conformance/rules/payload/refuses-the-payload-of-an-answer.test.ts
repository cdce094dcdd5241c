import { test } from 'vitest'
import { person, signPayload } from '../../live/sign-payload.ts'
import { refuses, signedRequest, world } from '../../live/speak.ts'

test.each([
  ['not signed', person, 'provider-payload-unsigned'],
  ['changed', signPayload().replace('300456', '300457'), 'provider-payload-signature-wrong'],
  [
    'signed by a stranger',
    signPayload(undefined, world.members.selfMade),
    'provider-payload-certificate-refused',
  ],
] as const)('that is %s, where the service asks for a signature', async (_how, payload, code) => {
  await refuses(signedRequest({ serviceId: 'SignedAnswers', payload }), code)
})

test('that is against the schema', async () => {
  const payload = '<person xmlns="urn:person"/>'
  await refuses(signedRequest({ serviceId: 'ValidAnswers', payload }), 'provider-payload-invalid')
})
