import { createPublicKey, type KeyObject } from 'node:crypto'
import type { Database, Transaction } from '@arna/database'
import { keepPasswords } from './keep-passwords.ts'
import { plainSource } from './plain-source.ts'
import { diffSources, type RegistryChange } from './registry-diff.ts'
import { publicationKeyId } from './publication-key.ts'
import type { Registry } from './registry.ts'
import { refusal, RegistryError } from './registry-error.ts'
import { openSnapshot, orderedJson, signSnapshot } from './snapshot.ts'
import type { RegistrySource } from './words.ts'

export interface Published {
  readonly number: number
  /** False when the newest publication already says the same, signed with the same key. */
  readonly isNew: boolean
  /** Against the publication before; undefined when that one cannot be read with the keys at hand. */
  readonly changes: readonly RegistryChange[] | undefined
  /** What is published, with the passwords that were kept. */
  readonly source: RegistrySource
}

export interface PublishOptions {
  readonly key: KeyObject
  /** Public keys that earlier publications may be signed with, beside `key`. */
  readonly earlierKeys?: readonly KeyObject[]
  /** Who publishes, and why: written into the snapshot and beside it. */
  readonly by?: string
  readonly reason?: string
  /** A number at least so high: after a restored database, to go on where the gateways are. */
  readonly leastNumber?: number
  /** Only says what would be published. */
  readonly isDry?: boolean
  readonly now?: () => Date
}

/** What is to be published next, and why. */
export interface Change {
  readonly source: RegistrySource
  readonly reason?: string
}

export type Place = Pick<RegistrySource, 'environment' | 'contour'>

/** Publishes in a transaction of its own. Throws RegistryError `registry-malformed`; then nothing is published. */
export function publishSnapshot(
  database: Pick<Database, 'transaction'>,
  source: RegistrySource,
  options: PublishOptions,
): Promise<Published> {
  return database.transaction((transaction) => publishWithin(transaction, source, options))
}

/**
 * Publishes in the caller's transaction, so that a decision and its publication are one. A system without password keeps
 * the one that is published.
 */
export function publishWithin(
  transaction: Transaction,
  source: RegistrySource,
  options: PublishOptions,
): Promise<Published> {
  return advance(transaction, source, options, (newest) => ({
    source: keepPasswords(source, newest),
    ...(options.reason !== undefined && { reason: options.reason }),
  }))
}

/**
 * Publishes what `change` makes of the newest publication; nobody else can publish in between. Throws RegistryError when
 * that one is refused or nothing was published yet.
 */
export function changeRegistry(
  transaction: Transaction,
  place: Place,
  options: PublishOptions,
  change: (current: Registry) => Change,
): Promise<Published> {
  return advance(transaction, place, options, (newest) => {
    if (newest instanceof RegistryError) throw newest
    if (newest !== undefined) return change(newest)
    const name = `${place.environment} ${place.contour}`
    throw refusal('nothing-published', `nothing was published for ${name} yet: import a registry`)
  })
}

async function advance(
  transaction: Transaction,
  place: Place,
  {
    key,
    earlierKeys = [],
    by,
    leastNumber = 1,
    isDry = false,
    now = () => new Date(),
  }: PublishOptions,
  next: (newest: Registry | RegistryError | undefined) => Change,
): Promise<Published> {
  await lockPublications(transaction, place)
  const row = await newestSnapshot(transaction, place)
  const newest = row && opened(row, place, [createPublicKey(key), ...earlierKeys])
  const { source, reason } = next(newest)
  const isSame =
    row !== undefined &&
    !(newest instanceof RegistryError) &&
    row.number >= leastNumber &&
    textOf(newest!.source) === textOf(source) &&
    isSignedWith(row.snapshot, key)
  if (isSame) return { number: row.number, isNew: false, changes: [], source }
  const number = Math.max((row?.number ?? 0) + 1, leastNumber)
  const publishedAt = now()
  const snapshot = signSnapshot(source, {
    number,
    publishedAt,
    key,
    ...(by !== undefined && { publishedBy: by }),
    ...(reason !== undefined && { reason }),
  })
  const changes =
    newest instanceof RegistryError
      ? undefined
      : diffSources(newest?.source ?? emptySource(place), source)
  const published = { number, isNew: true, changes, source }
  if (isDry) return published
  await transaction.query(
    `insert into registry_publication
       (environment, contour, number, published_at, snapshot, published_by, reason, changes)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      place.environment,
      place.contour,
      number,
      publishedAt,
      snapshot,
      by ?? null,
      reason ?? null,
      changes?.length ?? null,
    ],
  )
  return published
}

/** What is in force before the first publication. */
export const emptySource = ({ environment, contour }: Place): RegistrySource => ({
  environment,
  contour,
  organisations: [],
  systems: [],
  services: [],
  connections: [],
})

/** Publishers of one place stand in line until the one before them has committed. */
async function lockPublications(
  transaction: Transaction,
  { environment, contour }: Place,
): Promise<void> {
  await transaction.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `registry_publication ${environment} ${contour}`,
  ])
}

interface StoredSnapshot {
  readonly number: number
  readonly snapshot: string
}

/** The newest publication as it is stored; whether to believe it is for `openSnapshot` to say. */
export function newestSnapshot(
  transaction: Transaction,
  place: Place,
): Promise<StoredSnapshot | undefined> {
  return storedSnapshot(transaction, place)
}

/** The publication with the number, or the newest one below another number, or of all, as it is stored. */
export async function storedSnapshot(
  transaction: Transaction,
  { environment, contour }: Place,
  number?: number,
  below?: number,
): Promise<StoredSnapshot | undefined> {
  const [row] = await transaction.query<StoredSnapshot>(
    `select number, snapshot from registry_publication
     where environment = $1 and contour = $2
       and ($3::bigint is null or number = $3) and ($4::bigint is null or number < $4)
     order by number desc limit 1`,
    [environment, contour, number ?? null, below ?? null],
  )
  return row
}

/** A snapshot that is broken or signed with an unknown key says nothing, so it is replaced. */
function opened(
  { number, snapshot }: StoredSnapshot,
  place: Place,
  keys: readonly KeyObject[],
): Registry | RegistryError {
  try {
    return openSnapshot(snapshot, keys, place)
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    return refusal(error.code, `publication ${number} is refused: ${error.message}`)
  }
}

function isSignedWith(snapshot: string, key: KeyObject): boolean {
  const { protected: header } = JSON.parse(snapshot) as { protected: string }
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string }
  return kid === publicationKeyId(key)
}

const textOf = (source: RegistrySource): string => orderedJson(plainSource(source, 'base64'))
