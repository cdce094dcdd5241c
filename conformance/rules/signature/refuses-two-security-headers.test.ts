import { test } from 'vitest'
import { envelope, forge, security } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

test('two wsse:Security are refused, whichever holds the signature', async () => {
  await refuses(forge(envelope({ header: security() + security('') })), 'signature-ambiguous')
  await refuses(forge(envelope({ header: security('') + security() })), 'signature-ambiguous')
})
