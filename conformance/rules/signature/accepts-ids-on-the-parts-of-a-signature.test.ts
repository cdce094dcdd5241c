import { test } from 'vitest'
import { envelope, forge, ns } from '../../live/forge.ts'
import { accepts } from '../../live/speak.ts'

// WSS4J: Id="SIG-…", Id="KI-…", wsu:Id="STR-…" (spec of the wire 2.2).
test('Id of Signature, KeyInfo and SecurityTokenReference', async () => {
  const text = forge(envelope())
    .replace('<ds:Signature ', '$&Id="SIG-1" ')
    .replace('<ds:KeyInfo', '$& Id="KI-1"')
    .replace('<wsse:SecurityTokenReference', `$& xmlns:wsu="${ns.wsu}" wsu:Id="STR-1"`)
  await accepts(text)
})
