import { test } from 'vitest'
import { envelope, forge, keyIdentifier, ns } from '../../live/forge.ts'
import { refuses, world } from '../../live/speak.ts'

const kinds = [
  `ValueType="${ns.x509v3.replace('X509v3', 'X509SubjectKeyIdentifier')}"`,
  'ValueType="http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#ThumbprintSHA1"',
  'ValueType=""',
  '',
  `ValueType="${ns.x509v3}" EncodingType="urn:hex"`,
]

test.each(kinds)('KeyIdentifier with [%s]', async (attributes) => {
  const wrong = keyIdentifier(world.members.client.certificate, attributes)
  await refuses(forge(envelope(), { keyInfo: wrong }), 'key-reference-unreadable')
})
