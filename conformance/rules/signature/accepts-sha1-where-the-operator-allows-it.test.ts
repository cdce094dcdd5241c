import { test } from 'vitest'
import { envelope, forge, ns, sendMessage, signWith } from '../../live/forge.ts'
import { accepts } from '../../live/speak.ts'

const sha1Methods = [
  'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha1',
]

test.each(sha1Methods)('%s is taken from a sender that may use it', async (method) => {
  const text = forge(envelope({ body: sendMessage({ as: 'legacy' }) }), {
    as: 'legacy',
    method,
    sign: signWith('sha1'),
    references: [{ digest: { uri: `${ns.ds}sha1`, hash: 'sha1' } }],
  })
  await accepts(text)
})
