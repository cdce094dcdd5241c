import { test } from 'vitest'
import { envelope, forge, sendMessage } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

const change = (name: string, value: string): string =>
  sendMessage().replace(new RegExp(`(<${name}>)[^<]*`), (_, tag: string) => tag + value)
const property = (key: string, value: string): string =>
  sendMessage().replace(
    '</sender>',
    `$&<properties><key>${key}</key><value>${value}</value></properties>`,
  )

test.each([
  ['an empty messageId', change('messageId', ' ')],
  ['a messageId of 256 characters', change('messageId', 'm'.repeat(256))],
  ['a messageId with a line end', change('messageId', 'a&#10;b')],
  ['a date that is none', change('messageDate', '23.11.2026')],
  ['the 31st of February', change('messageDate', '2026-02-31T00:00:00Z')],
  ['an empty serviceId', change('serviceId', '')],
  ['a key of 31 characters', property('k'.repeat(31), 'v')],
  ['a value of 501 characters', property('k', '𝄞'.repeat(501))],
  ['a value without a key', property('', 'v')],
])('%s is refused', async (_what, body) => {
  await refuses(forge(envelope({ body })), 'message-malformed')
})
