import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each([
  ['one octet more', (der: string) => Buffer.concat([Buffer.from(der, 'base64'), Buffer.alloc(1)])],
  ['another signature', (der: string) => Buffer.from(der, 'base64').fill(0, 500)],
  ['no certificate at all', () => Buffer.from('certificate')],
])('%s', async (_what, change) => {
  const text = signedRequest().replace(
    /(<wsse:KeyIdentifier [^>]*>)([^<]*)/,
    (_, tag: string, der: string) => tag + change(der).toString('base64'),
  )
  await refuses(text, 'sender-certificate-not-registered')
})
