import { open, readFile } from 'node:fs/promises'
import type { Database } from '@arna/database'
import { type Seal, sealLine, sealsAfter } from './seal.ts'

/** A copy of the seals that the owner of the database cannot change with it: JSON lines, only ever appended to. */
export interface SealFile {
  /** Copies what is new; returns it. Rejects when the file cannot be written. */
  copy(database: Pick<Database, 'query'>): Promise<readonly Seal[]>
}

/** Begins after the last seal of the file; a new file begins with the newest seal, which covers all before it. */
export function openSealFile(path: string | undefined): SealFile {
  let last: number | undefined
  return {
    copy: async (database) => {
      last ??= (path && (await readSeals(path)).at(-1)?.number) || (await newest(database)) - 1
      const seals = await sealsAfter(database, Math.max(0, last))
      if (seals.length === 0) return []
      if (path !== undefined) await append(path, seals)
      last = seals.at(-1)!.number
      return seals
    },
  }
}

/** What a seal file holds; nothing when there is none. Throws when a line is not a seal. */
export async function readSeals(path: string): Promise<Seal[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  // A loss of power may leave half a line at the end: the seal is copied again.
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n')
  return lines.filter((line) => line !== '').map(readSealLine)
}

export function readSealLine(line: string): Seal {
  const { seal }: { seal?: Partial<Seal> } = JSON.parse(line)
  const { number, at, heads, previous, hash } = seal ?? {}
  if (
    typeof number === 'number' &&
    typeof at === 'string' &&
    typeof heads === 'string' &&
    typeof previous === 'string' &&
    typeof hash === 'string'
  ) {
    return { number, at, heads, previous, hash }
  }
  throw new SyntaxError(`a line of the seal file is no seal: ${line.slice(0, 80)}`)
}

async function append(path: string, seals: readonly Seal[]): Promise<void> {
  const file = await open(path, 'a', 0o640)
  try {
    await file.appendFile(seals.map(sealLine).join(''))
    await file.datasync()
  } finally {
    await file.close()
  }
}

async function newest(database: Pick<Database, 'query'>): Promise<number> {
  const [row] = await database.query<{ number: number | null }>(
    'select max(number) as number from journal_seal',
  )
  return row?.number ?? 0
}
