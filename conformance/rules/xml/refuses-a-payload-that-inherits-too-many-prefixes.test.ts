import { test } from 'vitest'
import { envelope, forge, ns } from '../../live/forge.ts'
import { accepts, refuses } from '../../live/speak.ts'

const declarations = (level: string): string =>
  Array.from({ length: 200 }, (_, at) => ` xmlns:${level}${at}="urn:${level}:${at}"`).join('')

// Each of them must be declared again around the payload, since a QName may stand in any text.
const around = () =>
  envelope({ bodyAttributes: ` xmlns:wsu="${ns.wsu}" wsu:Id="body"${declarations('b')}` })

test('two hundred pass', async () => {
  await accepts(forge(around()))
})

test('more than one element may declare are refused', async () => {
  const text = around().replace('<soap:Envelope', `$&${declarations('e')}`)
  await refuses(forge(text), 'xml-limit-exceeded')
})
