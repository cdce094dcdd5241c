import { atOnce, mostInHands } from './job-queue.ts'

/** Claims as the gateway's courier does: twenty at a time, while there may be more and there is room in its hands. */
export class Pump<Job> {
  readonly #claim: (limit: number) => Promise<readonly Job[]>
  readonly #complete: (jobs: readonly Job[]) => Promise<void>
  readonly #onError: (error: unknown) => void
  #inHands = 0
  #hasMore = false
  #isPumping = false

  constructor(
    claim: (limit: number) => Promise<readonly Job[]>,
    complete: (jobs: readonly Job[]) => Promise<void>,
    onError: (error: unknown) => void = (error) => {
      throw error
    },
  ) {
    this.#claim = claim
    this.#complete = complete
    this.#onError = onError
  }

  /** There is a new job. */
  wake(): void {
    this.#hasMore = true
    this.#pump().catch(this.#onError)
  }

  async #pump(): Promise<void> {
    if (this.#isPumping) return
    this.#isPumping = true
    try {
      while (this.#hasMore && this.#inHands < mostInHands) {
        this.#hasMore = false
        const jobs = await this.#claim(atOnce)
        if (jobs.length === atOnce) this.#hasMore = true
        if (jobs.length > 0) this.#finish(jobs).catch(this.#onError)
      }
    } finally {
      this.#isPumping = false
    }
  }

  async #finish(jobs: readonly Job[]): Promise<void> {
    this.#inHands += jobs.length
    await this.#complete(jobs)
    this.#inHands -= jobs.length
    if (this.#hasMore) await this.#pump()
  }
}
