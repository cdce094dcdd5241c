import { scan } from '@arna/xml'
import { signById } from '@arna/xml-security'
import { test } from 'vitest'
import { person, signPayload } from '../../live/sign-payload.ts'
import { refuses, signedRequest, signerOf, world } from '../../live/speak.ts'

const signed = signPayload()
const signature = /<ds:Signature.*<\/ds:Signature>/.exec(signed)?.[0] ?? ''
const part = signById(
  scan(Buffer.from(`<all><a Id="a">1</a>${person}</all>`)),
  'a',
  signerOf(world.members.client),
).toString()

test.each([
  ['inside another document', `<forged>${signed}</forged>`],
  ['beside another document', `${signed}${person}`],
  [
    'inside its own signature',
    person.replace(
      '</person>',
      `${signature.replace('</ds:Signature>', `<ds:Object>${signed}</ds:Object>$&`)}</person>`,
    ),
  ],
  ['behind a second signature', signed.replace(signature, signature + signature)],
  ['with the signature outside of it', signed.replace(signature, '') + signature],
  ['as a part that is signed alone', part],
])('%s', async (_how, payload) => {
  await refuses(signedRequest({ serviceId: 'SignedRequests', payload }), 'payload-signature-wrong')
})
