/** Works that run one after another: the first of each sender's line in turn, so that a long line delays nobody else's. */
export class SenderLines {
  /** A Map keeps its order: whose turn it was goes to the end. */
  readonly #lines = new Map<string, (() => Promise<void>)[]>()
  #isRunning = false

  /** Nothing waits and nothing runs. */
  get areEmpty(): boolean {
    return !this.#isRunning && this.#lines.size === 0
  }

  waitingOf(senderId: string): number {
    return this.#lines.get(senderId)?.length ?? 0
  }

  run<T>(senderId: string, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const line = this.#lines.get(senderId)
      const inTurn = (): Promise<void> => {
        const done = work()
        done.then(resolve, reject)
        return done.then(
          () => undefined,
          () => undefined,
        )
      }
      if (line === undefined) this.#lines.set(senderId, [inTurn])
      else line.push(inTurn)
      if (!this.#isRunning) void this.#runAll()
    })
  }

  async #runAll(): Promise<void> {
    this.#isRunning = true
    for (;;) {
      const [first] = this.#lines
      if (first === undefined) break
      const [senderId, line] = first
      const next = line.shift()
      this.#lines.delete(senderId)
      if (line.length > 0) this.#lines.set(senderId, line)
      await next?.()
    }
    this.#isRunning = false
  }
}
