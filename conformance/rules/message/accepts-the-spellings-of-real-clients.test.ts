import { test } from 'vitest'
import { envelope, forge, sendMessage } from '../../live/forge.ts'
import { accepts } from '../../live/speak.ts'

const sent = sendMessage()
const info = (change: (xml: string) => string): string => change(sent)

/** Spec of the wire 2.5 and 1.6: seen in real clients, not in the schema. */
test.each([
  [
    'empty optional elements',
    info((xml) => xml.replace('<serviceId>', '<correlationId/><routeId></routeId>$&')),
  ],
  ['an empty sessionId', info((xml) => xml.replace('</sender>', '$&<sessionId></sessionId>'))],
  ['empty properties', info((xml) => xml.replace('</sender>', '$&<properties/>'))],
  [
    'a sessionId without braces',
    info((xml) =>
      xml.replace('</sender>', '$&<sessionId>0b2a1d3c-0000-4000-8000-000000000000</sessionId>'),
    ),
  ],
  [
    'a sessionId that is no guid',
    info((xml) => xml.replace('</sender>', '$&<sessionId>1</sessionId>')),
  ],
  [
    'fields in another order',
    info((xml) => xml.replace(/(<messageId>.*<\/messageId>)(<serviceId>.*<\/serviceId>)/, '$2$1')),
  ],
  ['serviceid in lower case', info((xml) => xml.replaceAll('serviceId>', 'serviceid>'))],
  [
    'a date without an offset',
    info((xml) => xml.replace(/(<messageDate>)[^<]*/, '$12026-11-23T10:20:30')),
  ],
  ['a date in Z', info((xml) => xml.replace(/(<messageDate>)[^<]*/, '$12026-11-23T10:20:30.123Z'))],
  [
    'a default namespace that is undeclared again',
    info((xml) =>
      xml
        .replaceAll('ns2:SendMessage', 'SendMessage')
        .replace('xmlns:ns2=', 'xmlns=')
        .replace('<request>', '<request xmlns="">'),
    ),
  ],
  [
    'fields in the namespace of the wrapper',
    info((xml) => xml.replaceAll('ns2:SendMessage', 'SendMessage').replace('xmlns:ns2=', 'xmlns=')),
  ],
  [
    'data in the namespace of the interfaces',
    info((xml) =>
      xml
        .replace('<data>', '<ns4:data xmlns:ns4="http://bip.bee.kz/SyncChannel/v10/Interfaces">')
        .replace('</data>', '</ns4:data>'),
    ),
  ],
  [
    'data in the namespace of XML Schema instances',
    info((xml) =>
      xml.replace('<data>', '<data xmlns="http://www.w3.org/2001/XMLSchema-instance">'),
    ),
  ],
  ['no data', info((xml) => xml.replace(/<data>.*<\/data>/s, ''))],
  ['white space between the elements', info((xml) => xml.replaceAll('><', '>\n  <'))],
  ['an unknown attribute', info((xml) => xml.replace('<request>', '<request a="b">'))],
])('%s', async (_what, body) => {
  await accepts(forge(envelope({ body })))
})
