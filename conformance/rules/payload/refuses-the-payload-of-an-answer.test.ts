import { expect, test } from 'vitest'
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

test('that is against the schema, and names the place, but not what stands there', async () => {
  const payload =
    '<person xmlns="urn:person"><iin>850505300456</iin>\n<iin>85050530045X</iin></person>'
  const order = signedRequest({ serviceId: 'ValidAnswers', payload })
  const { text } = await refuses(order, 'provider-payload-invalid')
  expect(text).toContain('/data/person/iin[2] (line 2)')
  expect(text).not.toContain('85050530045X')
})
