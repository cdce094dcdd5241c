import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import type { World } from '../live/world.ts'

const arna = join(import.meta.dirname, '../../apps/cli/arna.mjs')

/** `arna journal verify`, as an operator would after such a day. */
export async function verifyJournal({ databaseUrl }: Pick<World, 'databaseUrl'>): Promise<void> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    arna,
    'journal',
    'verify',
    '--database',
    databaseUrl,
    '--json',
  ])
  expect(JSON.parse(stdout)).toMatchObject({ holds: true, problems: [] })
}
