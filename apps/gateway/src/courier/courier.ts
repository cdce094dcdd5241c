import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import {
  claim,
  dueQueues,
  forgetEnded,
  type Queue,
  returnLeases,
  returnLeasesOf,
} from '@arna/delivery'
import { limitOf } from '@arna/journal'
import { type Push, statusWayOf, type Way, wayOf } from '@arna/registry'
import { carry } from './carry.ts'
import type { CourierDesk, CourierOrder, Reservation } from './courier-desk.ts'
import { Endpoint } from './endpoint.ts'
import { endExpired } from './end-expired.ts'
import { type Parcel, parcelOf } from './parcel.ts'

/** What ended long ago is looked for so often. */
const forgetMs = 3_600_000
/** Due retries, and what other processes left, are found so soon. */
const pollMs = 500
/** Claimed at a time, at most. */
const mostAtOnce = 20
/** Beside the endpoint's own time: waiting for the processor, and for the journal. */
const leaseMarginSeconds = 20
/** Contents of megabytes in memory at a time, each for another receiver. */
const longAtOnce = 8
const drainMs = 2_500
/** For writing down that a call was broken off. */
const settleMs = 500

/** Deliveries of one line, in this process. */
interface Line {
  readonly queue: Queue
  isPumping: boolean
  /** There may be something that nobody has. */
  hasMore: boolean
  /** The operator's last request that was heard, by the database's clock. */
  hastenedMs: number | undefined
  /** When it last took something: of those that wait for one probe the longest comes first. */
  tookMs: number
}

/**
 * Hands over what was accepted, in this process's share: messages to their receivers, statuses to their senders. What it has
 * it holds by a lease, so that another process goes on where this one dies.
 */
export class Courier implements CourierDesk {
  readonly worker = randomUUID()
  readonly order: CourierOrder
  readonly #lines = new Map<number, Line>()
  readonly #endpoints = new Map<string, Endpoint>()
  /** Of notifications that have no address any more. */
  readonly #nowhere = new Endpoint()
  readonly #long = limitOf(longAtOnce)
  readonly #underWay = new Set<Promise<void>>()
  readonly #ended = new AbortController()
  readonly #polling: Promise<void>

  constructor(order: CourierOrder) {
    this.order = order
    this.#polling = this.#poll()
  }

  /** Undefined when others of the line come first, the receiver fetches, or it has as much as it may. */
  reserve(queue: Queue, routeId: string | undefined): Reservation | undefined {
    const line = this.#lineOf(queue)
    if (this.#ended.signal.aborted || line.hasMore || line.isPumping) return undefined
    const way = this.wayFor(queue, routeId)
    if (way.way !== 'push') return undefined
    const endpoint = this.#endpointOf(way)
    if (endpoint.room(way.maxConcurrent, performance.now()) === 0) return undefined
    endpoint.underWay++
    let isUsed = false
    return {
      lease: { worker: this.worker, seconds: leaseSeconds(way) },
      start: (parcel) => {
        isUsed = true
        this.#carry(parcel, line, endpoint, performance.now() + leaseSeconds(way) * 1000)
      },
      release: () => {
        if (!isUsed) this.#leave(endpoint)
        isUsed = true
      },
    }
  }

  /** Something new may wait in this line. */
  wake(queue: Queue): void {
    const line = this.#lineOf(queue)
    line.hasMore = true
    void this.#pump(line)
  }

  wayFor({ kind, initiatorId, serviceId, receiverId }: Queue, routeId?: string): Way {
    const registry = this.order.registry()
    if (registry === undefined) return { way: 'held', reason: 'no registry is in force' }
    return kind === 'status'
      ? statusWayOf(registry, receiverId)
      : wayOf(registry, { initiatorId, serviceId, receiverId, routeId }, this.order.now())
  }

  /** Takes nothing more, lets those under way end for a while, breaks off the rest, and gives back what is left. */
  async stop(breakOff: () => Promise<void>): Promise<void> {
    this.#ended.abort()
    await this.#polling
    await this.#idle(drainMs)
    // Nobody else may have them while a call still runs.
    await breakOff()
    await this.#idle(settleMs)
    await returnLeasesOf(this.order.database, this.worker).catch(this.order.onError)
  }

  async #idle(longestMs: number): Promise<void> {
    await Promise.race([
      Promise.allSettled(this.#underWay),
      delay(longestMs, undefined, { ref: false }),
    ])
  }

  /** Takes what is due in one line, as much as its receiver may be called at a time. */
  async #pump(line: Line): Promise<void> {
    if (line.isPumping) return
    line.isPumping = true
    try {
      while (line.hasMore && !this.#ended.signal.aborted) {
        const way = this.wayFor(line.queue)
        if (way.way !== 'push' && line.queue.kind === 'message') break
        const endpoint = way.way === 'push' ? this.#endpointOf(way) : this.#nowhere
        const most = way.way === 'push' ? way.maxConcurrent : 1
        const room = endpoint.room(most, performance.now())
        if (room === 0) {
          if (endpoint.underWay > 0) endpoint.waits(line.queue.id, () => this.wake(line.queue))
          break
        }
        await this.#take(line, leaseSeconds(way), endpoint, Math.min(room, mostAtOnce))
      }
    } catch (error) {
      this.order.onError(error)
    } finally {
      line.isPumping = false
    }
  }

  async #take(line: Line, leaseSeconds: number, endpoint: Endpoint, limit: number): Promise<void> {
    const { worker } = this
    endpoint.underWay += limit
    const endMs = performance.now() + leaseSeconds * 1000
    let taken = 0
    try {
      // What comes while the statement runs is another turn's.
      line.hasMore = false
      const queue = line.queue.id
      const claimed = await claim(this.order.database, { queue, limit, leaseSeconds, worker })
      if (claimed.length === limit) line.hasMore = true
      if (claimed.length > 0) line.tookMs = performance.now()
      for (const one of claimed) {
        taken++
        this.#carry(parcelOf(one, this.order), line, endpoint, endMs)
      }
    } finally {
      for (let unused = taken; unused < limit; unused++) this.#leave(endpoint)
    }
  }

  #carry(parcel: Parcel, line: Line, endpoint: Endpoint, endMs: number): void {
    const carriage = { courier: this, queue: line.queue, endpoint, leaseEndMs: endMs }
    const work = (): Promise<void> => carry(parcel, carriage)
    const carrying = (parcel.isLong ? endpoint.long(() => this.#long(work)) : work())
      .catch(this.order.onError)
      .finally(() => {
        this.#underWay.delete(carrying)
        this.#leave(endpoint)
        if (line.hasMore) void this.#pump(line)
      })
    this.#underWay.add(carrying)
  }

  #leave(endpoint: Endpoint): void {
    endpoint.underWay--
    endpoint.callNext()
  }

  async #poll(): Promise<void> {
    const { database, contour, queues, keepDays, onError } = this.order
    const { signal } = this.#ended
    let forgotAtMs = Number.NEGATIVE_INFINITY
    while (!signal.aborted) {
      try {
        await returnLeases(database)
        await endExpired(this)
        const due: Line[] = []
        for (const { id, isDue, hastenedAt } of await dueQueues(database)) {
          const queue = await queues.byId(id)
          if (!isDue || queue.contour !== contour) continue
          if (hastenedAt !== undefined) this.#hasten(queue, hastenedAt.getTime())
          due.push(this.#lineOf(queue))
        }
        // One sender's messages that a receiver cannot bear must not take every probe from the others'.
        for (const { queue } of due.toSorted((a, b) => a.tookMs - b.tookMs)) this.wake(queue)
        if (keepDays !== undefined && performance.now() - forgotAtMs > forgetMs) {
          forgotAtMs = performance.now()
          await forgetEnded(database, keepDays)
        }
      } catch (error) {
        onError(error)
      }
      await delay(pollMs, undefined, { signal, ref: false }).catch(() => {})
    }
  }

  /** An operator knows that the receiver is back: its pause is over. */
  #hasten(queue: Queue, atMs: number): void {
    const line = this.#lineOf(queue)
    if (line.hastenedMs === atMs) return
    line.hastenedMs = atMs
    const way = this.wayFor(queue)
    if (way.way === 'push') this.#endpointOf(way).tryNow()
  }

  #lineOf(queue: Queue): Line {
    const known = this.#lines.get(queue.id)
    if (known !== undefined) return known
    const line: Line = { queue, isPumping: false, hasMore: false, hastenedMs: undefined, tookMs: 0 }
    this.#lines.set(queue.id, line)
    return line
  }

  #endpointOf({ key }: Push): Endpoint {
    const known = this.#endpoints.get(key)
    if (known !== undefined) return known
    const endpoint = new Endpoint()
    this.#endpoints.set(key, endpoint)
    return endpoint
  }
}

const leaseSeconds = (way: Way): number =>
  (way.way === 'push' ? way.maxTimeSeconds : 0) + leaseMarginSeconds
