import type { KeyObject } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '@arna/database'
import type { Registry } from './registry.ts'
import { RegistryError } from './registry-error.ts'
import { openSnapshot } from './snapshot.ts'
import type { Contour, Environment } from './words.ts'

export interface WatchOptions {
  readonly environment: Environment
  readonly contour: Contour
  readonly publicationKeys: readonly KeyObject[]
  /** How often the newest number is asked for. */
  readonly intervalMs?: number
  /** Called with every publication that comes into force, the first one too. */
  readonly onChange: (registry: Registry) => void
  /** Called once per snapshot that is refused; what was in force stays in force. */
  readonly onRefused: (error: RegistryError, number: number) => void
  /** Called once when the database stops answering; the watch goes on by itself. */
  readonly onUnreachable?: (error: unknown) => void
  readonly signal: AbortSignal
  readonly now?: () => Date
}

export interface RegistryWatch {
  /** In force now; undefined until the first good publication is there. */
  current(): Registry | undefined
  /** The first registry in force. Rejects when the signal comes before it. */
  readonly ready: Promise<Registry>
  /** Settles after the signal, when the last question to the database has been answered. */
  readonly ended: Promise<void>
  /** When the newest number was last asked for with success: the age of what is in force is certain since then. */
  checkedAt(): Date | undefined
}

/** A refused newest publication is passed over for an older one, at most this many of them. */
const passedOver = 10

/** Keeps the newest good publication of one environment and contour in force, by polling its number. */
export function watchRegistry(
  database: Pick<Database, 'query'>,
  { intervalMs = 500, signal, now = () => new Date(), ...options }: WatchOptions,
): RegistryWatch {
  let current: Registry | undefined
  let checkedAt: Date | undefined
  let reachable = true
  const refused = new Set<string>()
  let settle: Settle | undefined
  const ready = new Promise<Registry>((resolve, reject) => {
    settle = { resolve, reject }
  })
  ready.catch(() => {}) // whoever does not await it must not die of it

  const take = (number: number, snapshot: string): boolean => {
    try {
      const { environment, contour } = options
      const place = { environment, contour, newerThan: current?.number ?? 0 }
      const opened = openSnapshot(snapshot, options.publicationKeys, place)
      if (opened.number !== number) throw misnumbered(opened.number, number)
      current = opened
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error
      options.onRefused(error, number)
      return false
    }
    refused.clear()
    settle?.resolve(current)
    options.onChange(current)
    return true
  }

  const look = async (): Promise<void> => {
    const candidates = await newerNumbers(database, options, current?.number ?? 0)
    checkedAt = now()
    for (const { number, version } of candidates) {
      const row = `${number} at ${version}`
      if (refused.has(row)) continue
      const snapshot = await snapshotText(database, options, number)
      if (snapshot === undefined) continue
      if (take(number, snapshot)) return
      refused.add(row)
    }
  }

  const loop = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await look()
        reachable = true
      } catch (error) {
        if (reachable) options.onUnreachable?.(error)
        reachable = false
      }
      await delay(intervalMs, undefined, { signal }).catch(() => {})
    }
    settle?.reject(new Error('the watch ended before a good publication of the registry was there'))
  }
  return { current: () => current, ready, ended: loop(), checkedAt: () => checkedAt }
}

interface Settle {
  resolve(registry: Registry): void
  reject(error: Error): void
}

type Place = Pick<WatchOptions, 'environment' | 'contour'>

interface Candidate {
  readonly number: number
  /** Another one when a row was deleted and its number used again. */
  readonly version: string
}

/** Newest first; none as long as nothing new was published, so the usual question costs one look into the index. */
function newerNumbers(
  database: Pick<Database, 'query'>,
  { environment, contour }: Place,
  than: number,
): Promise<Candidate[]> {
  return database.query<Candidate>(
    `select number, published_at::text as version from registry_publication
     where environment = $1 and contour = $2 and number > $3 order by number desc limit $4`,
    [environment, contour, than, passedOver],
  )
}

async function snapshotText(
  database: Pick<Database, 'query'>,
  { environment, contour }: Place,
  number: number,
): Promise<string | undefined> {
  const [row] = await database.query<{ snapshot: string }>(
    `select snapshot from registry_publication
     where environment = $1 and contour = $2 and number = $3`,
    [environment, contour, number],
  )
  return row?.snapshot
}

function misnumbered(inside: number, outside: number): RegistryError {
  return new RegistryError('snapshot-malformed', [
    `the snapshot says number ${inside} and is stored as number ${outside}: publish the registry again`,
  ])
}
