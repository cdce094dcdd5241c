import { test } from 'vitest'
import { ns } from '../../live/forge.ts'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each([
  ['another digest', /<ds:DigestValue>.*?</, `<ds:DigestValue>${'A'.repeat(43)}=<`],
  ['white space', '<ds:SignedInfo>', '<ds:SignedInfo> '],
  ['an Id', '<ds:SignedInfo>', '<ds:SignedInfo Id="added">'],
  ['another prefix', /<(\/?)ds:SignatureMethod/g, '<$1dsig:SignatureMethod'],
])('%s is noticed', async (_what, from, to) => {
  const text = signedRequest().replace('<ds:Signature ', `$&xmlns:dsig="${ns.ds}" `)
  await refuses(text.replace(from, to), 'signature-value-mismatch')
})
