import { test } from 'vitest'
import { envelope, forge, security } from '../../live/forge.ts'
import { accepts } from '../../live/speak.ts'

// npm soap writes an unprefixed Signature (spec of the wire 2.5a).
test('prefixes are the affair of the sender', async () => {
  const header = security().replaceAll('wsse:', 'x:').replace('xmlns:wsse', 'xmlns:x')
  const respell = (xml: string): string => xml.replaceAll('ds:', '').replace('xmlns:ds=', 'xmlns=')
  await accepts(forge(envelope({ header }), { respell }))
})
