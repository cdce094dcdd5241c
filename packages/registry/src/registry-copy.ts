import { randomUUID } from 'node:crypto'
import { open, rename, rm, utimes } from 'node:fs/promises'
import { dirname } from 'node:path'
import { maxSnapshotBytes } from './flattened-jws.ts'

/** The last good snapshot as it was signed, on the gateway's own disk. */
export interface RegistryCopy {
  readonly text: string
  /** When its carrier was last known to have nothing newer. */
  readonly checkedAt: Date
}

/** Undefined when there is none yet. Whether to believe it is for `openSnapshot` to say. */
export async function readCopy(path: string): Promise<RegistryCopy | undefined> {
  try {
    const file = await open(path, 'r')
    try {
      const { size, mtime } = await file.stat()
      if (size > maxSnapshotBytes) throw new Error(`it is larger than ${maxSnapshotBytes} bytes`)
      return { text: await file.readFile('utf8'), checkedAt: mtime }
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Whole or not at all, also when the power fails. It holds password hashes, so it is its owner's only. */
export async function writeCopy(path: string, text: string): Promise<void> {
  const beside = `${path}.${randomUUID()}.new`
  try {
    const file = await open(beside, 'wx', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
}

/** The time of the file says until when its carrier had nothing newer. */
export async function touchCopy(path: string, checkedAt: Date): Promise<void> {
  await utimes(path, checkedAt, checkedAt)
}

/** Without it the new name may be lost with the power, and the old copy be there again. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
