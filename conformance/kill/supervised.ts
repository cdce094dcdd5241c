import { setTimeout as delay } from 'node:timers/promises'
import type { Process } from '../asynchronous/async-world.ts'

const pauseMs = 200

/** A gateway that is started again whenever it ends, as its supervisor would. */
export class Supervised {
  readonly process: Process
  #life = 0
  /** Settles when its door is open, or when it was killed before. */
  up: Promise<void> = Promise.resolve()

  constructor(process: Process) {
    this.process = process
  }

  /** kill -9, also in the middle of coming up. */
  async kill(): Promise<void> {
    const life = ++this.#life
    await this.process.kill()
    this.up = this.#start(life)
  }

  async #start(life: number): Promise<void> {
    while (life === this.#life) {
      try {
        await this.process.start()
        return
      } catch {
        await delay(pauseMs) // killed, or there was no database
      }
    }
  }
}
