import { setTimeout as delay } from 'node:timers/promises'
import {
  type AsyncMessage,
  type AsyncMessageType,
  payloadFrom,
  readAsyncSendMessageResponse,
} from '@arna/message'
import {
  CallError,
  type Door,
  fetchMessages,
  sayDelivered,
  sendSigned,
  signMessage,
} from '@arna/sdk'
import type { AsyncWorld } from '../asynchronous/async-world.ts'
import type { Member } from '../asynchronous/member.ts'
import { ChannelBook, digestOf, type Entry, type Opinion } from './channel-book.ts'
import { type ServiceName, services } from './channel-world.ts'
import { type Pick, pickBy } from './seed.ts'

interface PartiesOptions {
  readonly seed: number
  readonly senders: number
  /** Chains begun by all senders together. */
  readonly perSecond: number
}

/** Faults that say "the same bytes again". */
const worthRepeating = new Set([
  'journal-unavailable',
  'gateway-overloaded',
  'registry-unavailable',
  'sender-busy',
  'service-busy',
])

const largeBytes = 300_000
const patienceMs = 20_000
const pauseMs = 100

/**
 * Senders and receivers that behave as the documentation asks of them. A sender repeats the same signed bytes, at whichever door,
 * until it has its acknowledgement. A receiver writes into the book whatever it gets before it says so, answers the chain, and
 * repeats what it says of a message until it was heard.
 */
export class ChannelParties {
  readonly book = new ChannelBook()
  /** Which services the next chains go to. */
  services: readonly ServiceName[] = services
  readonly #world: AsyncWorld
  readonly #pick: Pick
  readonly #senders: Promise<void>[]
  readonly #pullers: Promise<void>[]
  /** Answers and opinions under way. */
  readonly #busy = new Set<Promise<void>>()
  readonly #wantedAgain = new Set<string>()
  #number = 0
  #isEnding = false
  #isOver = false

  constructor(world: AsyncWorld, { seed, senders, perSecond }: PartiesOptions) {
    this.#world = world
    this.#pick = pickBy(seed)
    const { client, other, provider } = world
    for (const member of [client, other, provider]) {
      member.behaviour = (pushed, _response, acknowledge) => {
        if (pushed.kind === 'status') this.book.tell(pushed.status)
        else this.#takes(member, pushed.message, { isPushed: true })
        acknowledge()
        // The book has what is needed of it; hours of it would fill the memory.
        for (const seen of [member.calls, member.messages, member.statuses]) seen.length = 0
      }
    }
    this.#senders = Array.from({ length: senders }, (_, index) =>
      this.#begins(index % 2 === 0 ? client : other, (1_000 * senders) / perSecond),
    )
    this.#pullers = [
      this.#pulls(provider, 'Fetched'),
      ...services.map((service) => this.#pulls(other, service)),
    ]
  }

  /** Nothing new is begun; settles when everything is acknowledged, delivered and told, or when that takes too long. */
  async end(longestMs: number): Promise<void> {
    this.#isEnding = true
    await Promise.all(this.#senders)
    const quiet = async (): Promise<void> => {
      do {
        await this.book.isQuiet()
        await Promise.all(this.#busy)
      } while (this.#busy.size > 0)
    }
    await Promise.race([quiet(), delay(longestMs, undefined, { ref: false })])
  }

  /** Nobody fetches any more. */
  async stop(): Promise<void> {
    this.#isEnding = true
    this.#isOver = true
    await Promise.all([...this.#senders, ...this.#pullers, ...this.#busy])
  }

  async #begins(member: Member, everyMs: number): Promise<void> {
    let dueMs = performance.now() + this.#pick(Math.ceil(everyMs))
    while (!this.#isEnding) {
      if (dueMs > performance.now()) await delay(dueMs - performance.now())
      dueMs = Math.max(dueMs, performance.now() - everyMs) + everyMs
      if (this.#isEnding) return
      const serviceId = this.services[this.#pick(this.services.length)]!
      const to = this.#world.provider.name
      const first = await this.#sends(member, { serviceId, type: 'REQUEST', to })
      if (first.correlationId === undefined) continue
      const chain = { serviceId, type: 'UPDATE', to, correlationId: first.correlationId } as const
      const updates = this.#pick(4)
      // Two at once have no order, and each has one with all others.
      if (updates >= 2) await Promise.all([this.#sends(member, chain), this.#sends(member, chain)])
      if (updates % 2 === 1) await this.#sends(member, chain)
    }
  }

  async #sends(
    member: Member,
    order: { serviceId: string; type: AsyncMessageType; to: string; correlationId?: string },
  ): Promise<Entry> {
    const { serviceId, type, to, correlationId } = order
    const key = `${member.name}-${this.#number++}`
    const text = `${key} сәлем ${this.#pick(60) === 0 ? 'x'.repeat(largeBytes) : ''}`
    const opinion = this.#opinion()
    const entry = this.book.send({
      key,
      serviceId,
      type,
      to,
      opinion,
      from: member.name,
      digest: digestOf(text),
    })
    const bytes = signMessage(this.#doorOf(member), {
      serviceId,
      messageType: type,
      ...(correlationId !== undefined && { correlationId }),
      payload: payloadFrom(text),
    })
    while (entry.acknowledgedAt === undefined && entry.fault === undefined && !this.#isOver) {
      entry.tries++
      const ids = await this.#tries(
        () => sendSigned(bytes, this.#doorOf(member)),
        (fault) => this.book.refuse(entry, fault),
      )
      if (ids !== undefined) this.book.acknowledge(entry, readAsyncSendMessageResponse(ids.body))
    }
    if (this.#pick(8) === 0) {
      const again = await this.#tries(() => sendSigned(bytes, this.#doorOf(member)))
      if (again !== undefined) {
        const ids = readAsyncSendMessageResponse(again.body)
        entry.repeats.push(`${ids.messageId} ${ids.correlationId}`)
      }
    }
    return entry
  }

  #opinion(): Opinion {
    const drawn = this.#pick(12)
    return drawn === 0 ? 'refuses it' : drawn === 1 ? 'wants it again' : 'takes it'
  }

  #takes(member: Member, message: AsyncMessage, { isPushed }: { isPushed: boolean }): void {
    const delivered = this.book.deliver(message, member.name)
    if (delivered === undefined) return
    const { entry, isFirst } = delivered
    // Who is pushed to and need not say more has said it.
    if (!isPushed || entry.serviceId === 'Confirmed')
      this.#busily(this.#judges(member, message, entry))
    if (isFirst && message.messageType === 'REQUEST') this.#busily(this.#answers(member, message))
  }

  #busily(work: Promise<void>): void {
    const busy = work.finally(() => this.#busy.delete(busy))
    this.#busy.add(busy)
  }

  async #answers(
    member: Member,
    { correlationId = '', serviceId, sender }: AsyncMessage,
  ): Promise<void> {
    const order = { serviceId, to: sender.senderId, correlationId }
    for (let count = this.#pick(3); count > 0; count--) {
      await this.#sends(member, { ...order, type: count === 1 ? 'RESPONSE' : 'NOTIFICATION' })
    }
  }

  async #judges(member: Member, message: AsyncMessage, entry: Entry): Promise<void> {
    const { messageId = '', serviceId } = message
    const isToBeResent = entry.opinion === 'wants it again' && !this.#wantedAgain.has(messageId)
    this.#wantedAgain.add(messageId)
    const isAccepted = !isToBeResent && entry.opinion !== 'refuses it'
    let isHeard = false
    while (!isHeard && !this.#isOver) {
      const said = await this.#tries(
        () =>
          sayDelivered(this.#doorOf(member), { messageId, serviceId, isAccepted, isToBeResent }),
        (fault) => {
          isHeard = true
          // It came again meanwhile, and was taken.
          if (fault !== 'delivery-ended' || !isToBeResent) {
            this.book.strangers.push(`what was said of ${messageId} was refused: ${fault}`)
          }
        },
      )
      isHeard ||= said !== undefined
    }
  }

  async #pulls(member: Member, serviceId: ServiceName): Promise<void> {
    while (!this.#isOver) {
      const amount = 1 + this.#pick(5)
      const got = await this.#tries(
        () => fetchMessages(this.#doorOf(member), { serviceId, amount }),
        (fault) => this.book.strangers.push(`${member.name} may not fetch: ${fault}`),
      )
      const messages = got?.messages ?? []
      for (const message of messages) this.#takes(member, message, { isPushed: false })
      if (messages.length === 0) await delay(pauseMs)
    }
  }

  /** Undefined when there is no answer, or one that says "again": then after a pause. */
  async #tries<T>(
    ask: () => Promise<T>,
    refused?: (fault: string) => void,
  ): Promise<T | undefined> {
    try {
      return await ask()
    } catch (error) {
      const code = error instanceof CallError ? codeOf(error) : undefined
      if (code !== undefined) this.book.hear(code)
      if (code !== undefined && !worthRepeating.has(code)) refused?.(code)
      else await delay(pauseMs)
      return undefined
    }
  }

  #doorOf(member: Member): Door {
    const { gateways } = this.#world
    const { url } = gateways[this.#pick(gateways.length)]!
    return { ...member.door!, url, timeoutMs: patienceMs }
  }
}

const codeOf = ({ errorInfo, message }: CallError): string =>
  /^[\w-]+/.exec(errorInfo?.errorData ?? '')?.[0] ?? message.slice(0, 200)
