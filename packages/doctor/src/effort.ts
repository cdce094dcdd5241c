/** Above this a guess about the whole Body is not made unless it is cheap: nobody has proved anything yet. */
export const mostBytesOfCostlyGuesses = 1024 * 1024

/** What one diagnosis may do in all. Guesses read, write and hash the message again, each in linear time. */
export class Effort {
  guesses = 0
  bytes = 0
  readonly #mostGuesses: number
  readonly #mostBytes: number

  constructor(messageBytes: number) {
    this.#mostGuesses = 400
    // A long message is guessed about less often.
    this.#mostBytes = 32 * 1024 * 1024 + 4 * messageBytes
  }

  /** Some guesses were not made. */
  isExhausted = false

  /** False when the limit is reached: then the guess must not be made. */
  spend(bytes: number): boolean {
    if (this.guesses >= this.#mostGuesses || this.bytes + bytes > this.#mostBytes) {
      this.isExhausted = true
      return false
    }
    this.guesses++
    this.bytes += bytes
    return true
  }
}
