/** Messages that were signed before the clock starts. */
export class Prepared {
  readonly #make: () => Buffer
  #messages: Buffer[] = []
  #next = 0

  constructor(make: () => Buffer) {
    this.#make = make
  }

  /** Signs until that many are ready that were never sent. */
  prepare(count: number): void {
    this.#messages = this.#messages.slice(this.#next)
    this.#next = 0
    while (this.#messages.length < count) this.#messages.push(this.#make())
  }

  /** Begins again from the front when there are no more: only a flood may do that. */
  next(): Buffer {
    return this.#messages[this.#next++ % this.#messages.length]!
  }
}
