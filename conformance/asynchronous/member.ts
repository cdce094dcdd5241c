import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type AsyncMessage,
  type BodyContent,
  payloadFrom,
  type StatusNotification,
} from '@arna/message'
import type { Certificate, KeyPair } from '@arna/pki'
import {
  answerPush,
  type Door,
  fetchMessages,
  messageStatus,
  type Outgoing,
  type Pushed,
  receivePush,
  sayDelivered,
  sendMessage,
  signMessage,
  type Verdict,
} from '@arna/sdk'
import { signEnvelope, type SigningKey } from '@arna/xml-security'
import { type Heard, knock } from './knock.ts'

/** What a member does with a push in place of acknowledging it. */
export type Behaviour = (
  pushed: Pushed,
  response: ServerResponse,
  acknowledge: () => void,
) => void | Promise<void>

/** One time that it was called, whatever it made of it. */
export interface Call {
  /** messageId, or the one that a status tells of. */
  readonly messageId: string
  readonly kind: Pushed['kind']
  readonly serviceId: string | undefined
  readonly path: string
  /** On the monotonic clock. */
  readonly atMs: number
  readonly bytes: Buffer
}

/** A member of the asynchronous channel: it sends, fetches, and is called at an address of its own. */
export class Member {
  readonly name: string
  readonly password: string
  readonly pair: KeyPair
  readonly #gateways: readonly Certificate[]
  readonly #server: Server
  /** What it was called with, as it came. */
  readonly messages: AsyncMessage[] = []
  readonly statuses: StatusNotification[] = []
  readonly calls: Call[] = []
  readonly #listeners = new Set<() => void>()
  behaviour: Behaviour = (_pushed, _response, acknowledge) => acknowledge()
  door: Door | undefined

  constructor(name: string, pair: KeyPair, gateways: readonly Certificate[]) {
    this.name = name
    this.password = `the password of ${name}`
    this.pair = pair
    this.#gateways = gateways
    this.#server = createServer((request, response) => void this.#called(request, response))
  }

  get signer(): SigningKey {
    return { key: this.pair.key, certificate: this.pair.certificate, reference: 'KeyIdentifier' }
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve))
  }

  /** From now on its door is this one. */
  knocksAt(url: string): void {
    this.door = {
      url,
      sender: { senderId: this.name, password: this.password },
      signer: this.signer,
      trustedGateways: this.#gateways,
    }
  }

  sends(serviceId: string, text: string, more: Partial<Outgoing> = {}) {
    return sendMessage(this.door!, { serviceId, payload: payloadFrom(text), ...more })
  }

  /** The signed bytes of a message, to be posted as often as one likes. */
  signs(serviceId: string, text: string, more: Partial<Outgoing> = {}): Buffer {
    return signMessage(this.door!, { serviceId, payload: payloadFrom(text), ...more })
  }

  /** Whatever a Body may hold, under this member's signature. */
  signsContent(content: BodyContent, soap: '1.1' | '1.2' = '1.1'): Buffer {
    return signEnvelope({ content, soap }, this.signer)
  }

  posts(bytes: string | Uint8Array, url: string = this.door!.url): Promise<Heard> {
    return knock(url, bytes)
  }

  fetches(
    serviceId: string,
    which: { messageId?: string; correlationId?: string; amount?: number } = {},
  ) {
    return fetchMessages(this.door!, { serviceId, ...which })
  }

  says(verdict: Verdict) {
    return sayDelivered(this.door!, verdict)
  }

  statusOf(messageId: string) {
    return messageStatus(this.door!, messageId)
  }

  /** Waits until it has been called with what satisfies this. */
  async until<Found>(look: () => Found | undefined | false): Promise<Found> {
    for (;;) {
      const found = look()
      if (found !== undefined && found !== false) return found
      await new Promise<void>((resolve) => {
        const listener = (): void => {
          this.#listeners.delete(listener)
          resolve()
        }
        this.#listeners.add(listener)
      })
    }
  }

  /** The message with this id, when it comes. */
  gets(messageId: string): Promise<AsyncMessage> {
    return this.until(() => this.messages.find((one) => one.messageId === messageId))
  }

  /** What it is told of a message, when it is told. */
  hears(messageId: string): Promise<StatusNotification> {
    return this.until(() => this.statuses.find((one) => one.messageId === messageId))
  }

  /** Its calls of one message, as many at least. */
  isCalled(messageId: string, times = 1): Promise<Call[]> {
    return this.until(() => {
      const calls = this.calls.filter((call) => call.messageId === messageId)
      return calls.length >= times && calls
    })
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #called(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const bytes = Buffer.concat(chunks)
    const pushed = receivePush(bytes, this.#gateways)
    const { kind } = pushed
    this.calls.push({
      messageId: (kind === 'message' ? pushed.message.messageId : pushed.status.messageId) ?? '',
      kind,
      serviceId: kind === 'message' ? pushed.message.serviceId : undefined,
      path: request.url ?? '',
      atMs: performance.now(),
      bytes,
    })
    this.#tell()
    await this.behaviour(pushed, response, () => {
      if (pushed.kind === 'message') this.messages.push(pushed.message)
      else this.statuses.push(pushed.status)
      response
        .writeHead(200, { 'content-type': 'text/xml; charset=utf-8' })
        .end(answerPush(pushed, this.signer))
      this.#tell()
    })
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

/** The text of a payload that was sent as one. */
export const textOf = ({ data }: AsyncMessage): string => data.text()
