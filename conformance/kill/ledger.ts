import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { readFault, openEnvelope } from '@arna/message'
import { scan } from '@arna/xml'
import type { World } from '../live/world.ts'
import { writeRequest } from './write-request.ts'

/** One message, as its sender remembers it. */
export interface Sent {
  readonly messageId: string
  /** Dropped at its end: a soak writes hundreds of thousands. */
  text: string
  tries: number
  /** The last word of the gateway: `answered`, or the code of the dictionary. */
  end: string | undefined
  sessionId: string | undefined
}

/** Faults that say "the same bytes again". */
const worthRepeating = new Set([
  'journal-unavailable',
  'gateway-overloaded',
  'acceptance-too-long',
  'registry-unavailable',
  'service-busy',
  'sender-busy',
])

/**
 * Senders that behave as the documentation asks of them: each sends one message after another, and repeats the same bytes
 * until the gateway has said what became of them. Whatever they were told stays in their book.
 */
export class Ledger {
  readonly book: Sent[] = []
  readonly #world: World
  readonly #senders: Promise<void>[] = []
  readonly #pauseMs: number
  #ending = false
  readonly #listeners = new Set<(code: string) => void>()

  /** At full speed, or spread over time to `perSecond` messages of all senders together. */
  constructor(world: World, senders: number, pace: { readonly perSecond?: number } = {}) {
    this.#world = world
    this.#pauseMs = pace.perSecond === undefined ? 0 : (1_000 * senders) / pace.perSecond
    for (let sender = 0; sender < senders; sender++) this.#senders.push(this.#send())
  }

  /** Settles when so many more messages have been answered. */
  answers(count: number): Promise<void> {
    let left = count
    return this.#hears((code) => code === 'answered' && --left === 0)
  }

  /** Settles when somebody has been told this fault. */
  faults(code: string): Promise<void> {
    return this.#hears((heard) => heard === code)
  }

  #hears(isIt: (code: string) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const listener = (code: string): void => {
        if (!isIt(code)) return
        this.#listeners.delete(listener)
        resolve()
      }
      this.#listeners.add(listener)
    })
  }

  /** No new messages; settles when each of the old ones has its end. */
  async end(): Promise<void> {
    this.#ending = true
    await Promise.all(this.#senders)
  }

  async #send(): Promise<void> {
    let dueMs = performance.now()
    while (!this.#ending) {
      dueMs += this.#pauseMs
      if (dueMs > performance.now()) await delay(dueMs - performance.now())
      const messageId = randomUUID()
      const text = writeRequest(this.#world, messageId)
      const sent: Sent = { messageId, text, tries: 0, end: undefined, sessionId: undefined }
      this.book.push(sent)
      while (sent.end === undefined) await this.#try(sent)
      sent.text = ''
    }
  }

  async #try(sent: Sent): Promise<void> {
    sent.tries++
    try {
      const answer = await fetch(this.#world.url, {
        method: 'POST',
        body: sent.text,
        headers: { 'content-type': 'text/xml' },
        signal: AbortSignal.timeout(60_000),
      })
      const text = await answer.text()
      sent.sessionId = /<sessionId>\{([^<}]+)\}</.exec(text)?.[1]
      const code = answer.status === 200 ? 'answered' : faultCode(text)
      for (const listener of this.#listeners) listener(code)
      if (worthRepeating.has(code)) await delay(100)
      else sent.end = code
    } catch {
      await delay(50) // nobody there, or it died while we waited
    }
  }
}

function faultCode(text: string): string {
  const fault = readFault(openEnvelope(scan(Buffer.from(text))).body)
  return /^[\w-]+/.exec(fault?.errorInfo?.errorData ?? '')?.[0] ?? `no fault: ${text.slice(0, 200)}`
}
