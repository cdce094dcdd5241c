import { createPublicKey, type KeyObject } from 'node:crypto'
import type { Database, Transaction } from '@arna/database'
import { plainSource } from './plain-source.ts'
import { RegistryError } from './registry-error.ts'
import { openSnapshot, orderedJson, signSnapshot } from './snapshot.ts'
import type { RegistrySource } from './words.ts'

export interface Published {
  readonly number: number
  /** False when the newest publication already says the same, signed with the same key. */
  readonly isNew: boolean
}

/** Publishes in a transaction of its own. Throws RegistryError `registry-malformed`; then nothing is published. */
export function publishSnapshot(
  database: Pick<Database, 'transaction'>,
  source: RegistrySource,
  options: { readonly key: KeyObject; readonly now?: () => Date },
): Promise<Published> {
  return database.transaction((transaction) => publishWithin(transaction, source, options))
}

/** Publishes in the caller's transaction, so that a decision and its publication are one. */
export async function publishWithin(
  transaction: Transaction,
  source: RegistrySource,
  { key, now = () => new Date() }: { readonly key: KeyObject; readonly now?: () => Date },
): Promise<Published> {
  await lockPublications(transaction, source)
  const newest = await newestSnapshot(transaction, source)
  if (newest !== undefined && says(newest.snapshot, source, key)) {
    return { number: newest.number, isNew: false }
  }
  const number = (newest?.number ?? 0) + 1
  const publishedAt = now()
  const snapshot = signSnapshot(source, { number, publishedAt, key })
  await transaction.query(
    `insert into registry_publication (environment, contour, number, published_at, snapshot)
     values ($1, $2, $3, $4, $5)`,
    [source.environment, source.contour, number, publishedAt, snapshot],
  )
  return { number, isNew: true }
}

/** Publishers of one place stand in line until the one before them has committed. */
async function lockPublications(
  transaction: Transaction,
  { environment, contour }: RegistrySource,
): Promise<void> {
  await transaction.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `registry_publication ${environment} ${contour}`,
  ])
}

/** The newest publication as it is stored; whether to believe it is for `openSnapshot` to say. */
export async function newestSnapshot(
  transaction: Transaction,
  { environment, contour }: Pick<RegistrySource, 'environment' | 'contour'>,
): Promise<{ number: number; snapshot: string } | undefined> {
  const [row] = await transaction.query<{ number: number; snapshot: string }>(
    `select number, snapshot from registry_publication
     where environment = $1 and contour = $2 order by number desc limit 1`,
    [environment, contour],
  )
  return row
}

/** A snapshot that is broken or signed with another key says nothing, so it is replaced. */
function says(snapshot: string, source: RegistrySource, key: KeyObject): boolean {
  try {
    const open = openSnapshot(snapshot, [createPublicKey(key)])
    return textOf(open.source) === textOf(source)
  } catch (error) {
    if (error instanceof RegistryError) return false
    throw error
  }
}

const textOf = (source: RegistrySource): string => orderedJson(plainSource(source, 'base64'))
