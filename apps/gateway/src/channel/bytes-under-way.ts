/**
 * How many bytes of messages this process holds, over all doors and connections. A limit per message does not bound the
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

  release(bytes: number): void {
    this.#held -= bytes
  }
}
