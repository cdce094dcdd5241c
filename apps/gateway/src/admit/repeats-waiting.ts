import { Fault } from '@arna/message'
import type { InformationSystem } from '@arna/registry'

const mostWaiting = 256
/** One sender leaves room for three others like it. */
const mostOfOne = mostWaiting / 4
/** Each may bring an answer of ten megabytes, and holds it twice while it decrypts it. */
const mostReading = 2

/** The repeats of a process that wait for their first message: how many, whose, and how many of them read at a time. */
export class RepeatsWaiting {
  readonly #bySender = new Map<string, number>()
  #waiting = 0
  #reading = 0
  readonly #line: (() => void)[] = []

  /** Returns what leaves again; once. Throws Fault `sender-busy` or `gateway-overloaded`. */
  enter({
    senderId,
    maxConcurrent,
  }: Pick<InformationSystem, 'senderId' | 'maxConcurrent'>): () => void {
    const own = this.#bySender.get(senderId) ?? 0
    if (own >= Math.min(maxConcurrent, mostOfOne)) {
      throw new Fault('sender-busy', `${own} repeats of ${senderId} wait for their first message`, {
        retryAfterSeconds: 5,
      })
    }
    if (this.#waiting >= mostWaiting) {
      throw new Fault('gateway-overloaded', 'too many repeats wait for their first message', {
        retryAfterSeconds: 5,
      })
    }
    this.#waiting++
    this.#bySender.set(senderId, own + 1)
    return () => {
      this.#waiting--
      const left = this.#bySender.get(senderId)! - 1
      if (left === 0) this.#bySender.delete(senderId)
      else this.#bySender.set(senderId, left)
    }
  }

  /** A few at a time, however many wait for the same first message: they all hear of its outcome in one moment. */
  async fewAtATime<T>(read: () => Promise<T>): Promise<T> {
    if (this.#reading === mostReading)
      await new Promise<void>((resolve) => this.#line.push(resolve))
    else this.#reading++
    try {
      return await read()
    } finally {
      const next = this.#line.shift()
      if (next === undefined) this.#reading--
      else next()
    }
  }
}
