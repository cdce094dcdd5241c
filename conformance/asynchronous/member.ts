import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type AsyncMessage, payloadFrom, type StatusNotification } from '@arna/message'
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
  type Verdict,
} from '@arna/sdk'
import type { SigningKey } from '@arna/xml-security'

/** What a member does with a push in place of acknowledging it. */
export type Behaviour = (
  pushed: Pushed,
  response: ServerResponse,
  acknowledge: () => void,
) => void | Promise<void>

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

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #called(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const pushed = receivePush(Buffer.concat(chunks), this.#gateways)
    await this.behaviour(pushed, response, () => {
      if (pushed.kind === 'message') this.messages.push(pushed.message)
      else this.statuses.push(pushed.status)
      response
        .writeHead(200, { 'content-type': 'text/xml; charset=utf-8' })
        .end(answerPush(pushed, this.signer))
      for (const listener of [...this.#listeners]) listener()
    })
  }
}

/** The text of a payload that was sent as one. */
export const textOf = ({ data }: AsyncMessage): string => data.text()
