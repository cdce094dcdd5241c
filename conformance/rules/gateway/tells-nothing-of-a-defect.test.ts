import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startSmallWorld } from '../../live/small-world.ts'
import { expectDiscretion, refuses, signedRequest } from '../../live/speak.ts'

test('a failure that nobody foresaw is internal-error, without a word of what failed', async () => {
  const small = await startSmallWorld({
    preload: join(import.meta.dirname, '../../live/defect.ts'),
  })
  const { text } = await refuses(signedRequest({ in: small }), 'internal-error', { to: small })
  expect(text).not.toMatch(/secret|srv|10\.1\.2\.3/)
  expectDiscretion(text)
})
