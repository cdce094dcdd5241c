import { retryDelaySeconds } from '@arna/delivery'
import { limitOf } from '@arna/journal'
import type { Fault, FaultCode } from '@arna/message'

/** Nothing behind this endpoint answers: the next message would fare no better. */
const away: ReadonlySet<FaultCode> = new Set<FaultCode>([
  'provider-unreachable',
  'provider-timeout',
  'provider-broke-off',
  'provider-refused-gateway',
  'provider-address-refused',
  'provider-secret-missing',
])

/** One message may be the trouble, so many in a row are not. */
const mostFailures = 3

/** How one endpoint fares in this process: who is down is probed with one message at a time, less and less often. */
export class Endpoint {
  /** Contents of megabytes go one after another: a slow receiver holds up nobody else's. */
  readonly long = limitOf(1)
  underWay = 0
  /** Lines that wait until somebody leaves, by their queues. */
  readonly #waiting = new Map<number, () => void>()
  #failures = 0
  #down = 0
  #pausedUntilMs = 0

  isPaused(nowMs: number): boolean {
    return nowMs < this.#pausedUntilMs
  }

  /** How many may be called now. */
  room(maxConcurrent: number, nowMs: number): number {
    if (this.isPaused(nowMs)) return 0
    const most = this.#down > 0 ? 1 : maxConcurrent
    return Math.max(0, most - this.underWay)
  }

  waits(queue: number, call: () => void): void {
    this.#waiting.set(queue, call)
  }

  /** Somebody left: the line that waits longest comes next. */
  callNext(): void {
    const [next] = this.#waiting
    if (next === undefined) return
    const [queue, call] = next
    this.#waiting.delete(queue)
    call()
  }

  took(): void {
    this.#failures = 0
    this.#down = 0
    this.#pausedUntilMs = 0
  }

  /** The pause is over; it counts as down until it takes something. */
  tryNow(): void {
    this.#pausedUntilMs = 0
  }

  failed(fault: Fault, nowMs: number): void {
    this.#failures++
    if (!away.has(fault.code) && this.#failures < mostFailures) return
    // Those that were under way at the same time say the same thing once.
    if (this.isPaused(nowMs)) return
    this.#down++
    this.#pausedUntilMs = nowMs + retryDelaySeconds(this.#down) * 1000
  }
}
