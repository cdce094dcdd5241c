import { test } from 'vitest'
import { envelope, forge, ns } from '../../live/forge.ts'
import { accepts } from '../../live/speak.ts'

test('wsu:Id is signed, another Id stands beside it', async () => {
  await accepts(
    forge(envelope({ bodyAttributes: ` xmlns:wsu="${ns.wsu}" wsu:Id="body" Id="other"` })),
  )
})
