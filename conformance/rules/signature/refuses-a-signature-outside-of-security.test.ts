import { test } from 'vitest'
import { envelope, forge, security } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

test('a ds:Signature directly in the Header does not count', async () => {
  const header = `${security('')}{signature}`
  await refuses(forge(envelope({ header })), 'signature-missing')
})

test('a ds:Signature deeper in wsse:Security does not count', async () => {
  const header = security('<w:wrapper xmlns:w="urn:w">{signature}</w:wrapper>')
  await refuses(forge(envelope({ header })), 'signature-missing')
})
