import { test } from 'vitest'
import { base64, envelope, forge, keyInfo } from '../../live/forge.ts'
import { refuses, signedRequest, world } from '../../live/speak.ts'

const x509Data = (certificate: string): string =>
  keyInfo(`<ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data>`)

test.each(['<!-- -->', '<![CDATA[]]>', '<a/>', '*', '='])(
  '%s in it, in each of its places',
  async (foreign) => {
    const good = base64(world.members.client.certificate)
    const spoiled = good.slice(0, 8) + foreign + good.slice(8)
    await refuses(forge(envelope(), { keyInfo: x509Data(spoiled) }), 'key-reference-unreadable')
    const text = signedRequest({ signer: { reference: 'BinarySecurityToken' } })
    await refuses(text.replace(good, spoiled), 'key-reference-unreadable')
  },
)
