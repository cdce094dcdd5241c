import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningDemo, startDemo } from './running-demo.ts'

let demo: RunningDemo

beforeAll(async () => {
  demo = await startDemo()
}, 120_000)

afterAll(() => demo.stop(), 30_000)

test('arna send finds all that it needs in what the demo has left', async () => {
  const arna = join(import.meta.dirname, '../../apps/cli/arna.mjs')
  const sent = promisify(execFile)(process.execPath, [arna, 'send'], { env: demo.env })
  expect((await sent).stdout).toContain('Сәлеметсіз бе')
})
