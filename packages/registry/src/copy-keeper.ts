import { touchCopy, writeCopy } from './registry-copy.ts'

/** The time on the copy is as exact as this; a write for every question would wear the disk. */
const touchEveryMs = 30_000

/** Keeps the copy on disk up to date; what could not be written is written as soon as it can be. */
export class CopyKeeper {
  readonly #path: string | undefined
  readonly #onFailed: (error: unknown) => void
  #unwritten: string | undefined
  #touchedAtMs = 0
  #isFailing = false

  constructor(path: string | undefined, onFailed: (error: unknown) => void) {
    this.#path = path
    this.#onFailed = onFailed
  }

  async keep(text: string): Promise<void> {
    this.#unwritten = text
    await this.#work((path) => this.#write(path))
  }

  /** Called after every look: writes what is left from before, and now and then the time. */
  async touch(checkedAt: Date): Promise<void> {
    const atMs = checkedAt.getTime()
    if (this.#unwritten === undefined && Math.abs(atMs - this.#touchedAtMs) < touchEveryMs) return
    await this.#work(async (path) => {
      await this.#write(path)
      await touchCopy(path, checkedAt)
      this.#touchedAtMs = atMs
    })
  }

  async #write(path: string): Promise<void> {
    if (this.#unwritten === undefined) return
    await writeCopy(path, this.#unwritten)
    this.#unwritten = undefined
    this.#touchedAtMs = 0
  }

  async #work(work: (path: string) => Promise<void>): Promise<void> {
    if (this.#path === undefined) return
    try {
      await work(this.#path)
      this.#isFailing = false
    } catch (error) {
      if (!this.#isFailing) this.#onFailed(error)
      this.#isFailing = true
    }
  }
}
