import { test } from 'vitest'
import { envelope, forge, ns } from '../../live/forge.ts'
import { accepts } from '../../live/speak.ts'

// One client signs a Body with a bare Id and an unused wsu declaration (spec of the wire 2.5).
test.each(['wsu:Id="body"', 'Id="body"', 'ID="body"', 'xml:id="body"'])('%s', async (id) => {
  await accepts(forge(envelope({ bodyAttributes: ` xmlns:wsu="${ns.wsu}" ${id}` })))
})
