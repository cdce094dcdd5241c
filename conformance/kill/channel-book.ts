import { createHash } from 'node:crypto'
import type { AsyncMessage, AsyncMessageType, StatusNotification } from '@arna/message'
import { textOf } from '../asynchronous/member.ts'

/** What its receiver will say of a message: at once, or after it had it once more. */
export type Opinion = 'takes it' | 'refuses it' | 'wants it again'

interface Delivered {
  /** On the clock of the book: which of two events came first. */
  readonly at: number
  readonly messageId: string | undefined
  readonly correlationId: string | undefined
  readonly to: string
  readonly digest: string
}

/** One message, as the test's own sender and receiver remember it. */
export interface Entry {
  readonly key: string
  readonly serviceId: string
  readonly type: AsyncMessageType
  readonly from: string
  readonly to: string
  readonly digest: string
  readonly opinion: Opinion
  /** What the test did when it was sent. */
  readonly phase: string
  readonly sentAt: number
  tries: number
  acknowledgedAt: number | undefined
  messageId: string | undefined
  correlationId: string | undefined
  /** The fault that was its end, in place of an acknowledgement. */
  fault: string | undefined
  /** What the same bytes were answered later. */
  readonly repeats: string[]
  readonly deliveries: Delivered[]
  readonly statuses: StatusNotification[]
}

type Sending = Pick<Entry, 'key' | 'serviceId' | 'type' | 'from' | 'to' | 'opinion' | 'digest'>

/** What all senders and receivers of a test remember; the gateway has no part in it. */
export class ChannelBook {
  readonly entries = new Map<string, Entry>()
  /** What came and was never sent. */
  readonly strangers: string[] = []
  /** Codes of the faults that somebody was told, with how often. */
  readonly faults = new Map<string, number>()
  phase = ''
  #clock = 0
  #open = 0
  readonly #byId = new Map<string, Entry>()
  readonly #early = new Map<string, StatusNotification[]>()
  readonly #listeners = new Set<() => void>()
  acknowledgements = 0

  send(sending: Sending): Entry {
    const entry: Entry = {
      ...sending,
      phase: this.phase,
      sentAt: this.#clock++,
      tries: 0,
      acknowledgedAt: undefined,
      messageId: undefined,
      correlationId: undefined,
      fault: undefined,
      repeats: [],
      deliveries: [],
      statuses: [],
    }
    this.entries.set(entry.key, entry)
    this.#open++
    return entry
  }

  acknowledge(entry: Entry, ids: { messageId: string; correlationId: string }): void {
    this.#change(entry, () => {
      entry.acknowledgedAt = this.#clock++
      entry.messageId = ids.messageId
      entry.correlationId = ids.correlationId
      const other = this.#byId.get(ids.messageId)
      if (other !== undefined) this.strangers.push(`${entry.key} and ${other.key} have one id`)
      this.#byId.set(ids.messageId, entry)
      entry.statuses.push(...(this.#early.get(ids.messageId) ?? []))
      this.#early.delete(ids.messageId)
      this.acknowledgements++
    })
  }

  refuse(entry: Entry, fault: string): void {
    this.#change(entry, () => {
      entry.fault = fault
    })
  }

  hear(fault: string): void {
    this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1)
    this.#tell()
  }

  deliver(message: AsyncMessage, to: string): { entry: Entry; isFirst: boolean } | undefined {
    const text = textOf(message)
    const entry = this.entries.get(text.slice(0, text.indexOf(' ')))
    if (entry === undefined) {
      this.strangers.push(`${message.messageId} to ${to}: ${text.slice(0, 80)}`)
      return undefined
    }
    const { messageId, correlationId } = message
    this.#change(entry, () => {
      const at = this.#clock++
      entry.deliveries.push({ at, messageId, correlationId, to, digest: digestOf(text) })
    })
    return { entry, isFirst: entry.deliveries.length === 1 }
  }

  tell(status: StatusNotification): void {
    const entry = this.#byId.get(status.messageId)
    // Its acknowledgement may still be on its way, or was lost and comes again.
    if (entry === undefined) {
      this.#early.set(status.messageId, [...(this.#early.get(status.messageId) ?? []), status])
      return
    }
    this.#change(entry, () => entry.statuses.push(status))
  }

  /** Statuses of messages that nobody sent. */
  get strangeStatuses(): string[] {
    return [...this.#early.keys()]
  }

  /** Settles when so many more messages have been acknowledged. */
  acknowledges(count: number): Promise<void> {
    const until = this.acknowledgements + count
    return this.until(() => this.acknowledgements >= until)
  }

  /** Settles when everything sent is acknowledged, delivered and told. */
  isQuiet(): Promise<void> {
    return this.until(() => this.#open === 0)
  }

  async until(isIt: () => boolean): Promise<void> {
    while (!isIt()) {
      await new Promise<void>((resolve) => {
        const listener = (): void => {
          this.#listeners.delete(listener)
          resolve()
        }
        this.#listeners.add(listener)
      })
    }
  }

  #change(entry: Entry, change: () => void): void {
    const wasOpen = isOpen(entry)
    change()
    if (wasOpen && !isOpen(entry)) this.#open--
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

const isOpen = ({ fault, acknowledgedAt, deliveries, statuses }: Entry): boolean =>
  fault === undefined &&
  (acknowledgedAt === undefined || deliveries.length === 0 || statuses.length === 0)

export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex')
