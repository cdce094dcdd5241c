import { randomUUID } from 'node:crypto'
import { type Database, isAway } from '@arna/database'
import { type Admission, findFirst } from './admission.ts'
import { type DropOrder, dropDay } from './drop-day.ts'
import { type Companion, eventEntry, type MessageEntry } from './entries.ts'
import type { Granted } from './flight.ts'
import { openFlightQueue, unavailable } from './flight-queue.ts'
import { type JournalKey, rememberKey } from './journal-key.ts'
import { type Lane, openLane } from './lane.ts'
import { isLarge, writeLarge } from './large-payload.ts'
import { limitOf } from './limit.ts'
import { findOutcome, type Outcome } from './outcome.ts'
import { openPartitions } from './partitions.ts'
import { openPayloadCipher } from './payload-cipher.ts'
import { checkCut, type Payload, type Payloads } from './payload.ts'
import { RecentClaims } from './recent-claims.ts'
import type { EventRecord, MessageRecord } from './records.ts'
import type { RetentionDays } from './retention.ts'
import { keepTime, type TimeKeeper } from './time-keeper.ts'
import { startUpkeep } from './upkeep.ts'

export interface OpenJournalOptions {
  /** Which gateway or program writes: stands in every record. */
  readonly instance: string
  /** Without it no payload is taken: there is no clear mode. */
  readonly key?: JournalKey | undefined
  /** Copies of the seals, out of the database's reach. */
  readonly sealFile?: string | undefined
  /** Where the seals go besides, `udp://host:port` or `tcp://host:port`. */
  readonly sealSyslog?: string | undefined
  /** Days to keep, each kind for itself; what is left out is kept for ever. */
  readonly retention?: RetentionDays | undefined
  /**
   * The function of the database that does what goes along with records: `name(moves json, bytes bytea)` gives `session_id`
   * and `note` of each session whose record is to be written.
   */
  readonly companions?: string | undefined
  /** Seals, partitions, unknown outcomes, retention; true unless told. Whoever writes a line and leaves does none of it. */
  readonly upkeep?: boolean
  /** The database's own unless told. */
  readonly time?: TimeKeeper | undefined
  /**
   * How long the database must have answered before a missing outcome is an unknown one: after an outage the processes
   * first write what they could not write during it. 5 s when left out.
   */
  readonly steadyMs?: number | undefined
  /** Outcomes that this process has just named unknown. */
  readonly onUnknown?: ((count: number) => void) | undefined
  /** Upkeep that failed; it is tried again, and told once for each new reason. */
  readonly onError: (error: unknown) => void
}

/** The signed bytes for which an admission is asked. */
export interface Claim {
  /** SHA-256, or anything as unique; two gateways of one database that share no repeats put their name into it. */
  readonly digest: Buffer
  /** So long the same bytes are a repeat; at least as long as the message may be under way. */
  readonly windowSeconds: number
}

export interface WriteOptions {
  /** The provider never saw the message: the same signed bytes may come again. */
  readonly releasesClaim?: boolean
}

export interface Journal {
  /**
   * Claims the signed bytes and writes `admitted` with the request, all or nothing. A repeat leaves no record: whoever
   * handles it writes its outcome. Rejects with Fault `journal-unavailable`.
   */
  admit(
    record: MessageRecord,
    payload: Payload | undefined,
    claim: Claim | undefined,
    deadlineSeconds: number,
  ): Promise<Admission>
  /**
   * Resolves when the record and its payloads are durable; a session has each direction once. Rejects with Fault
   * `journal-unavailable`.
   */
  write(record: MessageRecord, payloads?: Payloads, options?: WriteOptions): Promise<void>
  /**
   * The record and what goes along with it, both or neither; undefined when the database grants the session nothing. Rejects
   * with Fault `journal-unavailable`.
   */
  move(
    record: MessageRecord,
    payloads: Payloads,
    companion: Companion,
  ): Promise<Granted | undefined>
  event(event: EventRecord): Promise<void>
  /**
   * How a session ended; undefined while it is under way. With the claim that the reply must answer no other reply is given.
   * Throws PayloadError when its reply cannot be read, Fault `journal-unavailable` when the database cannot be asked.
   */
  outcome(sessionId: string, claimed?: Uint8Array): Promise<Outcome | undefined>
  /** Drops one day of one table and says so in a record; see `dropDay`. */
  drop(order: DropOrder): Promise<boolean>
  /** Waits for what is under way, and seals it. */
  close(): Promise<void>
}

/** The journal of a gateway has two writers: one batch is made durable while the next one gathers. */
const laneCount = 2
/** So many large payloads at a time: each holds a connection and a piece in memory. */
const largeAtOnce = 3
/** Between the look at the claim and the claim itself it may become free; then it is asked for again. */
const mostAttempts = 10

/**
 * Opens the journal of one process. The database needs six connections for it. Throws JournalKeyError when the database
 * is written with a key that is not there.
 */
export async function openJournal(
  database: Database,
  {
    instance,
    key,
    onError,
    companions,
    upkeep: wantsUpkeep = true,
    ...options
  }: OpenJournalOptions,
): Promise<Journal> {
  if (key !== undefined) await rememberKey(database, key)
  const time = options.time ?? (await keepTime(database))
  const partitions = openPartitions(database, onError)
  await partitions.prepareAhead(time.now())
  const prepareDay = (day: string): Promise<void> => partitions.prepare(day)
  const opener = randomUUID()
  const cipher = key && openPayloadCipher(key, opener)
  const startedAt = new Date(time.now() - performance.now()).toISOString()
  const lanes: Lane[] = []
  const queue = openFlightQueue(() => lanes)
  for (let lane = 1; lane <= laneCount; lane++) {
    lanes.push(
      openLane({
        database,
        time,
        instance,
        cipher,
        companions,
        prepareDay,
        opened: { event: 'journal-opened', data: { pid: process.pid, startedAt, opener, lane } },
        onFree: () => queue.takeOff(),
      }),
    )
  }
  let turn = 0
  const nextLane = (): Lane => lanes.find(({ isFree }) => isFree) ?? lanes[turn++ % laneCount]!
  const large = limitOf(largeAtOnce)
  const recent = new RecentClaims()
  let failedAtMs = Number.NEGATIVE_INFINITY
  const upkeep = wantsUpkeep
    ? startUpkeep({
        failedAtMs: () => failedAtMs,
        ...options,
        database,
        time,
        partitions,
        nextLane,
        onError,
      })
    : undefined

  /** Undefined when the record depends on what was not granted. */
  const put = async (entry: MessageEntry): Promise<Granted | undefined> => {
    const payloads = Object.values(entry.payloads)
    // Here, where one caller is wrong, and not in the flight that it shares with others.
    payloads.forEach(checkCut)
    if (payloads.length > 0 && cipher === undefined) {
      throw new TypeError('a journal without a key keeps no payload')
    }
    try {
      if (cipher === undefined || !isLarge(entry.payloads)) return await queue.add(entry)
      return await large(() => writeLarge(entry, { database, cipher, time, prepareDay, nextLane }))
    } catch (error) {
      failedAtMs = performance.now()
      throw unavailable(error)
    }
  }

  return {
    admit: async (message, payload, claim, deadlineSeconds) => {
      const payloads = payload === undefined ? {} : { request: payload }
      const entry: MessageEntry = {
        message,
        payloads,
        claim: {
          digest: claim?.digest,
          windowSeconds: claim?.windowSeconds ?? 0,
          deadlineSeconds,
        },
      }
      for (let attempt = 1; ; attempt++) {
        // A repeat is told before its bytes are encrypted and written for nothing.
        const isWorthALook =
          claim !== undefined && (attempt > 1 || isLarge(payloads) || recent.has(claim.digest))
        const first = isWorthALook ? await whoHas(database, claim.digest) : undefined
        if (first !== undefined) return first
        if (claim !== undefined) recent.add(claim.digest)
        if ((await put(entry)) !== undefined) return { repeatOf: undefined }
        if (attempt === mostAttempts) throw unavailable(new Error('the claim is never free'))
      }
    },
    write: async (message, payloads = {}, { releasesClaim = false } = {}) => {
      await put({ message, payloads, releasesClaim })
    },
    move: (message, payloads, companion) => put({ message, payloads, companion }),
    event: async (event) => {
      await queue.add(eventEntry(event))
    },
    drop: (order) => dropDay(order, { database, lane: nextLane() }),
    outcome: (sessionId, claimed) =>
      findOutcome(database, sessionId, key, claimed).catch((error: unknown) => {
        throw isAway(error) ? unavailable(error) : error
      }),
    close: async () => {
      await large.idle()
      await queue.empty()
      await upkeep?.stop()
    },
  }
}

async function whoHas(database: Database, digest: Buffer): Promise<Admission | undefined> {
  try {
    return await findFirst(database, digest)
  } catch (error) {
    throw unavailable(error)
  }
}
