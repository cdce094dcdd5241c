import { join } from 'node:path'
import { DatabaseError } from '@arna/database'

/** What keeps the demo from starting and is the reader's to mend: one sentence, told without a stack. */
export class Obstacle extends Error {
  override readonly name = 'Obstacle'
}

const unwritable = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR'])
const full = new Set(['ENOSPC', 'EDQUOT'])

/** The sentence for the reader; for what is nobody's to mend but ours, everything that is known. */
export function explain(error: unknown, home: string): string {
  if (error instanceof Obstacle || error instanceof DatabaseError) return error.message
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : ''
  // /proc says ENOENT where nothing can be made; a link that leads nowhere is EEXIST.
  const isNoFolder =
    ['ENOENT', 'EEXIST'].includes(code) && (isOf(error, 'mkdir') || isLock(error, home))
  if (full.has(code)) {
    return `The disk that holds ${home} is full: free some space, or choose another place with ARNA_HOME.`
  }
  if (unwritable.has(code) || isNoFolder) {
    return `The folder ${home} cannot be written (${error.message}): choose another place with ARNA_HOME.`
  }
  return error.stack ?? error.message
}

const isOf = (error: Error, call: string): boolean => 'syscall' in error && error.syscall === call

/** The lock is the first file that is written. */
const isLock = (error: Error, home: string): boolean =>
  isOf(error, 'open') && 'path' in error && error.path === join(home, 'arna.lock')
