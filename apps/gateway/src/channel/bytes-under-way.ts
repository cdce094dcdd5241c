/**
 * How many bytes of messages and of large answers this process holds, over all doors and connections. A limit per message does not bound the
 * sum: strangers may open as many connections as they like.
 */
export class BytesUnderWay {
  readonly #most: number
  #held = 0

  constructor(most: number) {
    this.#most = most
  }

  get held(): number {
    return this.#held
  }

  /** False, and nothing held, when that would be too many. */
  hold(bytes: number): boolean {
    if (this.#held + bytes > this.#most) return false
    this.#held += bytes
    return true
  }

  /** Held whatever the sum is, as an answer must be: then nobody else is let in until there is room again. */
  add(bytes: number): void {
    this.#held += bytes
  }

  release(bytes: number): void {
    this.#held -= bytes
  }
}
