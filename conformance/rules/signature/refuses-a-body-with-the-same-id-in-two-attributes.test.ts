import { test } from 'vitest'
import { envelope, forge, ns } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

test.each(['wsu:Id="body" Id="body"', 'Id="body" xml:id="body"', 'ID="body" wsu:Id="body"'])(
  '%s',
  async (ids) => {
    const text = forge(envelope({ bodyAttributes: ` xmlns:wsu="${ns.wsu}" ${ids}` }))
    await refuses(text, 'signature-ambiguous')
  },
)
