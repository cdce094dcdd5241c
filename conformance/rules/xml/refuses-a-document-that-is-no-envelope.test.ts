import { test } from 'vitest'
import { ns } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

test.each([
  '<html><body/></html>',
  '<Envelope><Body/></Envelope>',
  `<soap:Body xmlns:soap="${ns.soap}"/>`,
  '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope"><soap:Body/></soap:Envelope>',
])('%s is refused', async (xml) => {
  await refuses(xml, 'soap-structure')
})
