import { type FileHandle, open, readFile } from 'node:fs/promises'
import type { Database } from '@arna/database'
import { type Seal, sealLine, sealsAfter } from './seal.ts'

/** A copy of the seals that the owner of the database cannot change with it: JSON lines, only ever appended to. */
export interface SealFile {
  /** Copies what is new; returns it. Rejects when the file cannot be written. */
  copy(database: Pick<Database, 'query'>): Promise<readonly Seal[]>
}

/**
 * Begins after the last seal of the file; a new file begins with the newest seal, which covers all before it. Rejects
 * when the database does not go on from there: it was put back or altered.
 */
export function openSealFile(path: string | undefined): SealFile {
  let last: Pick<Seal, 'number' | 'hash'> | undefined
  return {
    copy: async (database) => {
      last ??= path === undefined ? undefined : (await readSeals(path)).at(-1)
      const number = await newest(database)
      if (last !== undefined && number < last.number) throw notContinued(path, last)
      const seals = await sealsAfter(database, last?.number ?? Math.max(0, number - 1))
      const [first] = seals
      if (first === undefined) return []
      const goesOn = last === undefined || first.previous === last.hash
      if (!goesOn) throw notContinued(path, last!)
      if (path !== undefined) await append(path, seals)
      last = seals.at(-1)
      return seals
    },
  }
}

const notContinued = (path: string | undefined, { number }: Pick<Seal, 'number'>): Error =>
  new Error(
    `The seals of the database do not continue seal ${number} of ${path ?? 'this process'}: the database was put back or altered. ` +
      'Find out which with arna journal verify --seals, then give the gateway a new seal file and keep the old one.',
  )

/** What a seal file holds; nothing when there is none. Throws SyntaxError when it is no file of one journal's seals. */
export async function readSeals(path: string): Promise<Seal[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const lines = text.split('\n')
  const seals = new Map<number, Seal>()
  for (const line of lines) {
    // A loss of power may have left half a line: that seal was copied again behind it.
    if (line === '' || !line.endsWith('}}')) continue
    const seal = readSealLine(line)
    const same = seals.get(seal.number)
    if (same !== undefined && same.hash !== seal.hash) {
      throw new SyntaxError(
        `seal ${seal.number} is there twice: a seal file is for one journal only`,
      )
    }
    seals.set(seal.number, seal)
  }
  return [...seals.values()]
}

function readSealLine(line: string): Seal {
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
  const file = await open(path, 'a+', 0o640)
  try {
    const { size } = await file.stat()
    const isHalf = size > 0 && (await lastByte(file, size)) !== 0x0a
    await file.appendFile(`${isHalf ? '\n' : ''}${seals.map(sealLine).join('')}`)
    await file.datasync()
  } finally {
    await file.close()
  }
}

async function lastByte(file: FileHandle, size: number): Promise<number> {
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer[0]!
}

async function newest(database: Pick<Database, 'query'>): Promise<number> {
  const [row] = await database.query<{ number: number | null }>(
    'select max(number) as number from journal_seal',
  )
  return row?.number ?? 0
}
