import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const vitest = join(root, 'node_modules/vitest/vitest.mjs')

// The kill switch of the scanner must not let anything in: the same rules, the same codes, no exception.
test('the rules for XML, messages and signatures hold with ARNA_XML=libxml2', async () => {
  const folders = ['xml', 'message', 'signature', 'provider'].map(
    (name) => `conformance/rules/${name}/`,
  )
  const { stdout } = await promisify(execFile)(process.execPath, [vitest, 'run', ...folders], {
    cwd: root,
    env: { ...process.env, ARNA_XML: 'libxml2' },
    maxBuffer: 100_000_000,
  }).catch((error: { stdout: string }) => error)
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^\d{3,} passed, 0 failed$/)
}, 300_000)
