import type { Called } from './receiving-door.ts'

interface Heard {
  readonly atMs: number
  readonly isDelivered: boolean
}

/** Whoever hears nothing for so long has waited in vain. */
const silenceMs = 30_000

/** What a sender is told of its messages. A status may come before the answer that names the message. */
export class Hearing {
  #heard = new Map<string, Heard>()
  #check: () => void = () => {}

  heard({ kind, messageId, isDelivered }: Called): void {
    if (kind !== 'status' || this.#heard.has(messageId)) return
    this.#heard.set(messageId, { atMs: performance.now(), isDelivered })
    this.#check()
  }

  /** Resolves when all of these are heard of, or nothing comes any more; forgets what it gave. */
  async all(ids: readonly string[]): Promise<ReadonlyMap<string, Heard>> {
    const missing = ids.filter((id) => !this.#heard.has(id))
    await new Promise<void>((resolve) => {
      const alarm = setTimeout(resolve, silenceMs)
      this.#check = () => {
        alarm.refresh()
        while (missing.length > 0 && this.#heard.has(missing.at(-1)!)) missing.pop()
        if (missing.length > 0) return
        clearTimeout(alarm)
        resolve()
      }
      this.#check()
    })
    this.#check = () => {}
    const heard = this.#heard
    this.#heard = new Map()
    return heard
  }
}
