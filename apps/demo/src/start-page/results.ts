import { randomBytes } from 'node:crypto'
import type { Diagnosis } from '@arna/doctor'
import type { JournalLine } from '../journal-trace.ts'
import type { SampleName } from './sample-messages.ts'
import type { GatewayAnswer } from './send-sample.ts'

/** One message and all that is known of it: sent by a guest's button, or pasted (then nobody was asked but the doctor). */
export interface Result {
  readonly name: SampleName | 'pasted'
  readonly sent: Buffer
  readonly diagnosis: Diagnosis
  readonly answer?: GatewayAnswer
  readonly trace?: readonly JournalLine[]
}

/** Enough for a guest to go back to; a message may have a megabyte. */
const mostResults = 40

/** Kept in memory, so that a page can be read again in another language; the oldest go first. */
export class Results {
  readonly #byId = new Map<string, Result>()

  /** Returns the id of its page. */
  keep(result: Result): string {
    const id = randomBytes(12).toString('base64url')
    this.#byId.set(id, result)
    const oldest = this.#byId.keys().next()
    if (this.#byId.size > mostResults && oldest.done !== true) this.#byId.delete(oldest.value)
    return id
  }

  find(id: string): Result | undefined {
    return this.#byId.get(id)
  }
}
