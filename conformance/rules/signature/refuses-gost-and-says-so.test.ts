import { expect, test } from 'vitest'
import { envelope, forge } from '../../live/forge.ts'
import { refuses, signedRequest } from '../../live/speak.ts'

const more = 'http://www.w3.org/2001/04/xmldsig-more#'
const kazakh = 'urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:'
const russian = 'urn:ietf:params:xml:ns:cpxmlsec:algorithms:'
const told = 'GOST signatures are not supported yet: sign with RSA or ECDSA'

test.each([
  `${more}gost34310-gost34311`,
  `${kazakh}gostr34102015-gostr34112015-512`,
  `${kazakh}gostr34102015-gostr34112015-256`,
  `${russian}gostr34102012-gostr34112012-256`,
  `${more}gostr34102001-gostr3411`,
])('signature by %s', async (method) => {
  const sign = () => Buffer.alloc(64, 1)
  const { text } = await refuses(forge(envelope(), { method, sign }), 'signature-algorithm-refused')
  expect(text).toContain(told)
})

test.each([`${more}gost34311`, `${kazakh}gostr34112015-512`, `${more}gostr3411`])(
  'digest by %s',
  async (uri) => {
    const references = [{ digest: { uri, hash: 'sha256' } }]
    const { text } = await refuses(forge(envelope(), { references }), 'signature-algorithm-refused')
    expect(text).toContain(told)
  },
)

test('a registered certificate with a GOST key', async () => {
  const { text } = await refuses(signedRequest({ as: 'gostKey' }), 'key-malformed')
  expect(text).toContain(told)
})
