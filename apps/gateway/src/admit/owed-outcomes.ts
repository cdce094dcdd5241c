import type { Journal, MessageRecord, Payload, Payloads, WriteOptions } from '@arna/journal'

const retryMs = 1_000
/** Of answers that wait in memory: beyond it only the records are kept, and their repeats hear that the answer is gone. */
const mostBytes = 64 * 1024 * 1024
/** A record has some hundred bytes. */
const mostRecords = 100_000

interface Owed {
  readonly record: MessageRecord
  readonly payloads: Payloads
  readonly options: WriteOptions
  readonly bytes: number
}

/** Outcomes that the journal could not take when they happened; they are written as soon as it takes records again. */
export class OwedOutcomes {
  readonly #journal: Pick<Journal, 'write'>
  readonly #onLost: (record: MessageRecord) => void
  #owed: Owed[] = []
  #bytes = 0
  #running: Promise<void> | undefined
  #closing = false

  constructor(journal: Pick<Journal, 'write'>, onLost: (record: MessageRecord) => void) {
    this.#journal = journal
    this.#onLost = onLost
  }

  get count(): number {
    return this.#owed.length
  }

  has(sessionId: string): boolean {
    return this.#owed.some(({ record }) => record.sessionId === sessionId)
  }

  add(record: MessageRecord, payloads: Payloads, options: WriteOptions = {}): void {
    if (this.#owed.length >= mostRecords) {
      this.#onLost(record)
      return
    }
    const bytes = lengthOf(payloads)
    const fits = this.#bytes + bytes <= mostBytes
    if (fits) this.#bytes += bytes
    this.#owed.push({
      record,
      payloads: fits ? payloads : {},
      bytes: fits ? bytes : 0,
      options,
    })
    this.#running ??= this.#run()
  }

  /** One more try, so that a stop during an outage loses only what the outage outlasts. */
  async close(): Promise<void> {
    this.#closing = true
    await this.#running
    await this.#payOnce()
    for (const { record } of this.#owed) this.#onLost(record)
  }

  async #run(): Promise<void> {
    while (this.#owed.length > 0 && !this.#closing) {
      await new Promise((resolve) => {
        setTimeout(resolve, retryMs).unref()
      })
      await this.#payOnce()
    }
    this.#running = undefined
  }

  async #payOnce(): Promise<void> {
    while (this.#owed.length > 0) {
      const [first] = this.#owed
      if (first === undefined || !(await this.#pay(first))) return
      this.#owed.shift()
      // The first one is the question whether the journal is back; the others then go together.
      const rest = this.#owed.splice(0, 256)
      const paid = await Promise.all(rest.map((one) => this.#pay(one)))
      this.#owed.unshift(...rest.filter((_, index) => paid[index] !== true))
    }
  }

  async #pay({ record, payloads, bytes, options }: Owed): Promise<boolean> {
    try {
      await this.#journal.write(record, payloads, options)
      this.#bytes -= bytes
      return true
    } catch {
      return false
    }
  }
}

const lengthOf = ({ answer, reply }: Payloads): number => bytesOf(answer) + bytesOf(reply)

function bytesOf(payload: Payload | undefined): number {
  const bytes = payload?.bytes ?? []
  const parts = bytes instanceof Uint8Array ? [bytes] : bytes
  return parts.reduce((sum, { byteLength }) => sum + byteLength, 0)
}
