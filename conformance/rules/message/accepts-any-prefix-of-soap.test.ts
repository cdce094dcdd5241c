import { test } from 'vitest'
import { envelope, forge, ns, sendMessage } from '../../live/forge.ts'
import { accepts } from '../../live/speak.ts'

test.each(['soapenv', 'S', 'SOAP-ENV', 'env'])('the prefix %s', async (prefix) => {
  await accepts(
    forge(envelope().replaceAll('soap:', `${prefix}:`).replace('xmlns:soap', `xmlns:${prefix}`)),
  )
})

test('no prefix at all', async () => {
  const text = envelope({ body: sendMessage().replace('<request>', '<request xmlns="">') })
  await accepts(forge(text.replaceAll('soap:', '').replace('xmlns:soap', 'xmlns')))
})

test('two prefixes for the namespace of SOAP in one envelope', async () => {
  const text = envelope()
    .replace('<soap:Envelope', `$& xmlns:S="${ns.soap}"`)
    .replace('<soap:Body', '<S:Body')
    .replace('</soap:Body>', '</S:Body>')
  await accepts(forge(text))
})
