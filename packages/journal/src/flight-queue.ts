import { Fault } from '@arna/message'
import type { EventEntry, MessageEntry } from './entries.ts'
import { dependsOnGrant, type Granted } from './flight.ts'
import type { Lane } from './lane.ts'
import { lengthOf } from './payload.ts'

/** What the record's session got; undefined when it got nothing, and no record. */
type Berth = Granted | undefined

interface Waiting {
  readonly entry: MessageEntry | EventEntry
  readonly bytes: number
  readonly resolve: (berth: Berth) => void
  readonly reject: (error: Error) => void
}

const largestFlight = 1000
const largestFlightBytes = 1024 * 1024
/** While the database is slow no more than these wait: strangers could fill the memory otherwise. */
const mostWaiting = 10_000

/** So many records fill a flight; fewer may wait for others when many come. */
const enough = 32
const gatherMs = 5
/** Fewer callers write each the next record when the last one is durable: nobody else comes while they wait. */
const crowd = 4

/** Whether records come so fast, and of so many callers, that a flight that waits a moment gathers several. */
class Rush {
  /** When each of the last ones came. */
  readonly #times = new Float64Array(12).fill(Number.NEGATIVE_INFINITY)
  #next = 0
  #crowdedAtMs = Number.NEGATIVE_INFINITY

  /** `outstanding` are those that wait or fly, this one included. */
  arrived(nowMs: number, outstanding: number): void {
    this.#times[this.#next] = nowMs
    this.#next = (this.#next + 1) % this.#times.length
    if (outstanding >= crowd) this.#crowdedAtMs = nowMs
  }

  isOn(nowMs: number): boolean {
    return nowMs - this.#times[this.#next]! < 10 && nowMs - this.#crowdedAtMs < 100
  }
}

/** Group commit: callers queue up, one statement per flight, a flight per lane at a time. */
export interface FlightQueue {
  /** Resolves when the record is durable. Rejects with Fault `journal-unavailable`. */
  add(entry: MessageEntry | EventEntry): Promise<Berth>
  takeOff(): void
  /** Settles when nobody waits any more. */
  empty(): Promise<void>
}

export function openFlightQueue(lanes: () => readonly Lane[]): FlightQueue {
  let waiting: Waiting[] = []
  const flying = new Set<Promise<void>>()
  const rush = new Rush()
  let tookOffAtMs = Number.NEGATIVE_INFINITY
  let aboardNow = 0
  let alarm: NodeJS.Timeout | undefined
  let isScheduled = false

  /** Records of the same turn share a flight; in a rush so do those that the event loop still has in its hands. */
  const schedule = (): void => {
    if (isScheduled) return
    isScheduled = true
    const go = (): void => {
      isScheduled = false
      takeOff()
    }
    if (rush.isOn(performance.now())) setImmediate(go)
    else queueMicrotask(go)
  }

  /** In a rush a flight that leaves with two or three records costs as much as one with twenty. */
  const isWorthGathering = (): boolean => {
    if (waiting.length >= enough) return false
    const nowMs = performance.now()
    const restMs = tookOffAtMs + gatherMs - nowMs
    if (restMs <= 0 || !rush.isOn(nowMs)) return false
    alarm ??= setTimeout(() => {
      alarm = undefined
      takeOff()
    }, restMs)
    return true
  }

  const takeOff = (): void => {
    for (const lane of lanes()) {
      if (waiting.length === 0) return
      if (!lane.isFree) continue
      if (isWorthGathering()) return
      const { aboard, left } = boarding(waiting)
      waiting = left
      tookOffAtMs = performance.now()
      aboardNow += aboard.length
      const flight = depart(lane, aboard).finally(() => {
        aboardNow -= aboard.length
        flying.delete(flight)
      })
      flying.add(flight)
    }
  }

  return {
    takeOff,
    add: (entry) =>
      new Promise<Berth>((resolve, reject) => {
        if (waiting.length >= mostWaiting) {
          reject(new Fault('journal-unavailable', 'too many records wait for the journal'))
          return
        }
        waiting.push({ entry, bytes: bytesOf(entry), resolve, reject })
        rush.arrived(performance.now(), waiting.length + aboardNow)
        schedule()
      }),
    empty: async () => {
      while (flying.size > 0 || waiting.length > 0) {
        // A lane may be busy with other work than ours: its next turn comes after that.
        const turns = lanes().map(async (lane) => (await lane.take()).end(false))
        await Promise.all([...flying, ...turns])
      }
    },
  }
}

/**
 * The next ones in line. Two claims of the same bytes, or a claim and what sets one free, would meet the same row twice
 * in one statement, so the later of them waits for the next flight.
 */
function boarding(line: readonly Waiting[]): { aboard: Waiting[]; left: Waiting[] } {
  const aboard: Waiting[] = []
  const left: Waiting[] = []
  const digests = new Set<string>()
  let bytes = 0
  let claims = false
  let releases = false
  let isFull = false
  for (const [index, one] of line.entries()) {
    const { claim, releasesClaim = false } = 'message' in one.entry ? one.entry : {}
    const digest = claim?.digest?.toString('latin1')
    const meets =
      (claim !== undefined && releases) ||
      (releasesClaim && claims) ||
      (digest !== undefined && digests.has(digest))
    isFull ||=
      aboard.length === largestFlight || (bytes > 0 && bytes + one.bytes > largestFlightBytes)
    if (isFull) return { aboard, left: [...left, ...line.slice(index)] }
    if (meets) {
      left.push(one)
      continue
    }
    aboard.push(one)
    bytes += one.bytes
    claims ||= claim !== undefined
    releases ||= releasesClaim
    if (digest !== undefined) digests.add(digest)
  }
  return { aboard, left }
}

async function depart(lane: Lane, aboard: readonly Waiting[]): Promise<void> {
  const messages: MessageEntry[] = []
  const events: EventEntry[] = []
  for (const { entry } of aboard) {
    if ('message' in entry) messages.push(entry)
    else events.push(entry)
  }
  try {
    const { granted } = await lane.fly({ messages, events })
    for (const { entry, resolve } of aboard) {
      resolve(
        'message' in entry && dependsOnGrant(entry)
          ? granted.get(entry.message.sessionId)
          : unconditional,
      )
    }
  } catch (cause) {
    const fault = unavailable(cause)
    for (const { reject } of aboard) reject(fault)
  }
}

const unconditional: Granted = { note: undefined }

export const unavailable = (cause: unknown): Fault =>
  cause instanceof Fault
    ? cause
    : new Fault('journal-unavailable', 'the journal cannot be written now', { cause })

const bytesOf = (entry: MessageEntry | EventEntry): number =>
  'message' in entry
    ? Object.values(entry.payloads).reduce((sum, payload) => sum + lengthOf(payload), 0) +
      (entry.companion?.bytes?.byteLength ?? 0)
    : 0
