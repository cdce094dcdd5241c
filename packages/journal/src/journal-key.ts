import { hkdfSync, randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from '@arna/database'

/** Keys of the payloads, by id. The first of the file encrypts, all of them decrypt. */
export interface JournalKey {
  readonly current: string
  readonly secrets: ReadonlyMap<string, Buffer>
  /** The file, for messages to the operator. */
  readonly path: string
}

/** The operator must mend the key file; the message is one sentence that says how. */
export class JournalKeyError extends Error {
  override readonly name = 'JournalKeyError'
}

const line = /^([A-Za-z0-9._-]{1,40})\s+([0-9a-f]{64})$/

/** Reads the key file, lines of `id hex`. Throws JournalKeyError. */
export function readJournalKey(path: string): JournalKey {
  const secrets = new Map<string, Buffer>()
  for (const text of readText(path).split('\n')) {
    if (text.trim() === '' || text.startsWith('#')) continue
    const [, id, hex] = line.exec(text.trim()) ?? []
    if (id === undefined || hex === undefined || secrets.has(id)) {
      throw new JournalKeyError(
        `The journal key file ${path} is not in order: each line is an id of its own and 64 hexadecimal digits.`,
      )
    }
    secrets.set(id, Buffer.from(hex, 'hex'))
  }
  const [current] = secrets.keys()
  if (current === undefined) throw new JournalKeyError(`The journal key file ${path} holds no key.`)
  return { current, secrets, path }
}

/** Reads the key file and makes it at the first start. Throws JournalKeyError. */
export function openJournalKey(path: string): JournalKey {
  createOnce(path)
  return readJournalKey(path)
}

function readText(path: string): string {
  try {
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
      throw new JournalKeyError(
        `The journal key file ${path} can be read by others: chmod 600 it, and change the key if somebody did.`,
      )
    }
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof JournalKeyError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new JournalKeyError(`The journal key file ${path} cannot be read: ${reason}.`)
  }
}

/** On disk under another name first: nobody may read half a key, and a lost key is a lost payload. */
function createOnce(path: string): void {
  if (existsSync(path)) return
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    const id = `${new Date().toISOString().slice(0, 10)}-${randomBytes(4).toString('hex')}`
    const text = `${id} ${randomBytes(32).toString('hex')}\n`
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true })
    // Of two processes that start together one makes the name, and both read the same file.
    linkSync(draft, path)
    flushFolder(dirname(path))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return
    throw new JournalKeyError(
      `The journal key file ${path} cannot be made: ${error instanceof Error ? error.message : String(error)}.`,
    )
  } finally {
    rmSync(draft, { force: true })
  }
}

function flushFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** A key derived from the secret (HKDF-SHA256): for its use, and for one open journal alone. */
export function deriveKey(
  secret: Buffer,
  use: 'view' | 'evidence' | 'check',
  opener: string,
): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, opener, `arna journal ${use}`, 32))
}

/**
 * The database remembers which keys its payloads need. Refuses, with JournalKeyError, a key file that lacks the one in
 * use: it is another installation's, or an old copy.
 */
export async function rememberKey(database: Database, key: JournalKey): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.query(`select pg_advisory_xact_lock(hashtextextended('arna journal key', 0))`)
    const known = await transaction.query<{ id: string; check_value: Buffer }>(
      'select id, check_value from journal_key order by first_used_at desc, id',
    )
    const inUse = known[0]
    if (inUse !== undefined && !key.secrets.has(inUse.id)) {
      throw new JournalKeyError(
        `The journal key file ${key.path} lacks the key ${inUse.id} that this database is written with: bring the file of ` +
          'the other gateways of this database, or of the backup, here.',
      )
    }
    for (const { id, check_value } of known) {
      const secret = key.secrets.get(id)
      if (secret === undefined || checkValue(secret).equals(check_value)) continue
      throw new JournalKeyError(
        `The journal key file ${key.path} holds another key under the id ${id} than this database is written with: put the right one back, ` +
          'and give a new key a new id.',
      )
    }
    if (known.some(({ id }) => id === key.current)) return
    await transaction.query('insert into journal_key (id, check_value) values ($1, $2)', [
      key.current,
      checkValue(key.secrets.get(key.current)!),
    ])
  })
}

const checkValue = (secret: Buffer): Buffer => deriveKey(secret, 'check', '').subarray(0, 16)
