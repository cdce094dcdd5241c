/** How long one round may hold the event loop before input and output get their chance. */
const roundMs = 0.5

interface Waiting {
  work(): void
}

/**
 * Who may use the processor next. The dear steps of a message (checking a signature, making one) wait here in the line of
 * their sender, and the lines are served in turns: a sender at full speed makes its own line long, and a quiet one still
 * comes next. The name is only claimed; whoever takes somebody else's gets no more than that line, where each message without
 * the key is refused before it costs much.
 */
export class Turns {
  readonly #lines = new Map<string, Waiting[]>()
  #scheduled = false

  /** Nobody waits. */
  get isIdle(): boolean {
    return this.#lines.size === 0
  }

  /** Runs the work when its turn comes; what it returns or throws comes back. */
  run<T>(line: string, work: () => T | Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const waiting: Waiting = {
        work: () => {
          try {
            resolve(work())
          } catch (error) {
            reject(error)
          }
        },
      }
      const others = this.#lines.get(line)
      if (others === undefined) this.#lines.set(line, [waiting])
      else others.push(waiting)
      this.#schedule()
    })
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#round()
      if (this.#lines.size > 0) this.#schedule()
    })
  }

  /** One of each line, and again, as long as the round may last. A Map keeps its order: who was served goes to the end. */
  #round(): void {
    const endMs = performance.now() + roundMs
    for (const [line, waiting] of this.#lines) {
      this.#lines.delete(line)
      const next = waiting.shift()
      if (waiting.length > 0) this.#lines.set(line, waiting)
      next?.work()
      if (performance.now() >= endMs) return
    }
  }
}
