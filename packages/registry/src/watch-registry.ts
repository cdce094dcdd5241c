import { hash, type KeyObject } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Carrier, Offer, Sight } from './carrier/carrier.ts'
import { readCopy } from './registry-copy.ts'
import type { Registry } from './registry.ts'
import { refusal, RegistryError } from './registry-error.ts'
import { CopyKeeper } from './copy-keeper.ts'
import { openSnapshotInSlices } from './snapshot.ts'
import type { Contour, Environment } from './words.ts'

export interface WatchOptions {
  readonly environment: Environment
  readonly contour: Contour
  readonly publicationKeys: readonly KeyObject[]
  /** Where the last good snapshot is kept on disk; the folder exists. Without it a start needs the carrier. */
  readonly copy?: string
  /** How long what is in force may stay so while the carrier does not answer; see `isTooOld`. No limit when left out. */
  readonly maxAgeSeconds?: number
  /** How often the carrier is asked. */
  readonly intervalMs?: number
  /** Called with every publication that comes into force, the first one too. */
  readonly onChange: (registry: Registry) => void
  /**
   * Called once per snapshot that is refused, and once when the carrier has fallen behind; what was in force stays in
   * force. The number is the carrier's word.
   */
  readonly onRefused: (error: RegistryError, number: number | undefined) => void
  /** Called once when the carrier stops answering; the watch goes on by itself. */
  readonly onUnreachable?: (error: unknown) => void
  /** Called once when the copy on disk cannot be read or written; it is tried again. */
  readonly onCopyFailed?: (error: unknown) => void
  readonly signal: AbortSignal
  readonly now?: () => Date
}

export interface RegistryWatch {
  /** In force now; undefined until the first good publication is there. */
  current(): Registry | undefined
  /** The first registry in force. Rejects when the signal comes before it. */
  readonly ready: Promise<Registry>
  /** Settles after the signal, when the last question to the carrier has been answered. */
  readonly ended: Promise<void>
  /** When the carrier last offered what is in force as its best: since then nobody knows whether it still holds. */
  checkedAt(): Date | undefined
  /** `checkedAt` lies further back than `maxAgeSeconds`: what is in force is not to be relied on any more. */
  isTooOld(): boolean
}

/**
 * Keeps the newest good publication of one environment and contour in force, by asking a carrier again and again. The
 * copy on disk is in force at once; numbers only go up, over restarts too.
 */
export function watchRegistry(carrier: Carrier, options: WatchOptions): RegistryWatch {
  const { environment, contour, publicationKeys, signal, intervalMs = 500 } = options
  const now = options.now ?? (() => new Date())
  const keeper = new CopyKeeper(options.copy, (error) => options.onCopyFailed?.(error))
  let current: { readonly registry: Registry; readonly digest: string } | undefined
  let checkedAt: Date | undefined
  let isReachable = true
  /** The carrier offered something else than what is in force, and it was refused. */
  let isDoubtful = false
  let wasBehind = false
  const refused = new Set<string>()
  let settle: Settle | undefined
  const ready = new Promise<Registry>((resolve, reject) => {
    settle = { resolve, reject }
  })
  ready.catch(() => {}) // whoever does not await it must not die of it

  const open = async (text: string, number?: number): Promise<Registry> => {
    const place = { environment, contour, newerThan: current?.registry.number ?? 0 }
    const opened = await openSnapshotInSlices(text, publicationKeys, place, current?.registry)
    if (number !== undefined && opened.number !== number) throw misnumbered(opened.number, number)
    return opened
  }

  const putInForce = (registry: Registry, text: string): void => {
    current = { registry, digest: hash('sha256', text) }
    refused.clear()
    settle?.resolve(registry)
    options.onChange(registry)
  }

  /** True when there is no need to look at what else is offered. */
  const take = async (offer: Offer): Promise<boolean> => {
    if (refused.has(offer.version)) return false
    const text = await offer.text()
    if (text === undefined) return false
    if (current?.digest === hash('sha256', text)) {
      isDoubtful = false
      return true
    }
    try {
      const opened = await open(text, offer.number)
      checkedAt = now()
      putInForce(opened, text)
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error
      refused.add(offer.version)
      isDoubtful = true
      options.onRefused(error, offer.number)
      return false
    }
    isDoubtful = false
    await keeper.keep(text)
    return true
  }

  const look = async (): Promise<void> => {
    const { newest, offers }: Sight = await carrier.look(current?.registry.number ?? 0, signal)
    for (const offer of offers) if (await take(offer)) break
    const inForce = current?.registry.number ?? 0
    if (newest !== undefined) {
      isDoubtful = newest !== inForce
      if (newest < inForce && !wasBehind) {
        options.onRefused(rolledBack(carrier.name, newest, inForce), newest)
      }
      wasBehind = newest < inForce
    }
    // While its best is refused, or older than what is in force, nobody knows what should be in force.
    if (!isDoubtful) checkedAt = now()
    if (current !== undefined && checkedAt !== undefined) await keeper.touch(checkedAt)
  }

  const startFromCopy = async (): Promise<void> => {
    try {
      const copy = options.copy === undefined ? undefined : await readCopy(options.copy)
      if (copy === undefined) return
      putInForce(await open(copy.text), copy.text)
      checkedAt = copy.checkedAt
    } catch (error) {
      if (error instanceof RegistryError) options.onRefused(ofCopy(error), undefined)
      else options.onCopyFailed?.(error)
    }
  }

  const loop = async (): Promise<void> => {
    await startFromCopy()
    while (!signal.aborted) {
      try {
        await look()
        isReachable = true
      } catch (error) {
        if (isReachable && !signal.aborted) options.onUnreachable?.(error)
        isReachable = false
      }
      await delay(intervalMs, undefined, { signal }).catch(() => {})
    }
    settle?.reject(new Error('the watch ended before a good publication of the registry was there'))
  }

  const startedAt = now()
  return {
    current: () => current?.registry,
    ready,
    ended: loop(),
    checkedAt: () => checkedAt,
    isTooOld: () => {
      const { maxAgeSeconds = Number.POSITIVE_INFINITY } = options
      return now().getTime() - (checkedAt ?? startedAt).getTime() > maxAgeSeconds * 1000
    },
  }
}

interface Settle {
  resolve(registry: Registry): void
  reject(error: Error): void
}

function misnumbered(inside: number, outside: number): RegistryError {
  return refusal(
    'snapshot-malformed',
    `the snapshot says number ${inside} and is stored as number ${outside}: publish the registry again`,
  )
}

function rolledBack(name: string, newest: number, inForce: number): RegistryError {
  return refusal(
    'snapshot-rolled-back',
    `${name} offers number ${newest} at most while number ${inForce} is in force: it was set back.
    Publish with arna registry import --least-number ${inForce + 1}, or bring the newer publications back`,
  )
}

const ofCopy = (error: RegistryError): RegistryError =>
  refusal(error.code, `the copy on disk is not taken: ${error.message}`)
