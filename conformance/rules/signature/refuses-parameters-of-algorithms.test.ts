import { test } from 'vitest'
import { envelope, forge } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

test.each([
  ['SignatureMethod', '<ds:HMACOutputLength>8</ds:HMACOutputLength>'],
  ['DigestMethod', '<a xmlns="urn:a"/>'],
  ['CanonicalizationMethod', '<a xmlns="urn:a"/>'],
])('%s with a parameter is refused', async (name, parameter) => {
  const edit = (xml: string) =>
    xml
      .replace(new RegExp(`(<ds:${name} [^>]*[^/])></ds:${name}>`), `$1>${parameter}</ds:${name}>`)
      .replace(new RegExp(`(<ds:${name} [^>]*)/>`), `$1>${parameter}</ds:${name}>`)
  await refuses(forge(envelope(), { edit }), 'signature-malformed')
})
