import { type AsyncMessage, payloadOf } from '@arna/message'
import { type Door, sendSigned, signMessage } from '@arna/sdk'

/** So many are remembered; a real member keeps them in its database. */
const mostRemembered = 10_000

/**
 * The answers to REQUESTs, each a RESPONSE in the request's chain. The gateway has the answer before it hears that the request
 * was taken: whatever dies in between, the request comes again, and the same signed bytes are one answer.
 */
export class Answers {
  readonly #signed = new Map<string, Buffer>()

  async give(message: AsyncMessage, door: Door): Promise<void> {
    const { messageId = '', correlationId, serviceId, messageType, data } = message
    if (messageType !== 'REQUEST' || correlationId === undefined) return
    const key = `${door.url} ${messageId}`
    const signed =
      this.#signed.get(key) ??
      signMessage(door, {
        serviceId,
        messageType: 'RESPONSE',
        correlationId,
        payload: payloadOf(data),
      })
    this.#remember(key, signed)
    await sendSigned(signed, door)
  }

  #remember(key: string, signed: Buffer): void {
    this.#signed.set(key, signed)
    const [oldest] = this.#signed.keys()
    if (this.#signed.size > mostRemembered && oldest !== undefined) this.#signed.delete(oldest)
  }
}
