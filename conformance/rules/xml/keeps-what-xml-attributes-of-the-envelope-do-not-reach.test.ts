import { test } from 'vitest'
import { envelope, forge } from '../../live/forge.ts'
import { accepts } from '../../live/speak.ts'

// Exclusive canonicalisation does not import xml: attributes of ancestors (xml-exc-c14n §1.1).
test('xml:lang and xml:space on the envelope do no harm to the signature', async () => {
  await accepts(
    forge(envelope().replace('<soap:Envelope', '$& xml:lang="kk" xml:space="preserve"')),
  )
})
