import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

export const launcher = fileURLToPath(new URL('../../arna.mjs', import.meta.url))

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string | Uint8Array
}

/** The real command as a process of its own. Of the environment it gets PATH and what the test gives. */
export async function runArna(words: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { cwd = tmpdir(), env = {}, input = '' } = options
  const child = spawn(process.execPath, [launcher, ...words], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...env },
  })
  child.stdin.on('error', () => {}) // a command that fails early reads nothing
  child.stdin.end(input)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [stdout, stderr] = await Promise.all([buffer(child.stdout), buffer(child.stderr)])
  return { code: await ended, stdout: stdout.toString(), stderr: stderr.toString() }
}

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A folder with a space in its name, as users have them; it goes with the test file. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'arna cli '))
  folders.push(folder)
  return folder
}
