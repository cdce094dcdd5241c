import { mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const largestLogBytes = 10 * 1024 * 1024

export interface LogFile {
  readonly path: string
  /** For a child to write to by itself. */
  readonly fd: number
  line(text: string): void
}

/** $ARNA_HOME/logs/NAME.log, readable for its owner; a large one is put aside as NAME.log.1 at the start. */
export function openLog(home: string, name: string): LogFile {
  const folder = join(home, 'logs')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${name}.log`)
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size > largestLogBytes) renameSync(path, `${path}.1`)
  const fd = openSync(path, 'a', 0o600)
  const line = (text: string): void => {
    try {
      writeSync(fd, `${text}\n`)
    } catch {
      // A full disk is the database's to tell; a lost line of its log must not end us.
    }
  }
  return { path, fd, line }
}

/** What was written after the given size, at most so many lines. */
export function lastLines(path: string, after: number, count = 5): string[] {
  const lines = readFileSync(path).subarray(after).toString('utf8').trim().split('\n')
  return lines.filter((line) => line !== '').slice(-count)
}
