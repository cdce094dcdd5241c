import { type Door, fetchMessages } from '@arna/sdk'
import { signerFrom } from '../hop/parties.ts'
import type { AsyncWorld } from './world.ts'

/** The receiver fetches: what it gets must be what was accepted, each once, and the gateway must know all as delivered. */
export async function fetchAll(
  { parties, gateways }: AsyncWorld,
  ids: readonly string[],
): Promise<void> {
  const { asyncUrl, database } = gateways[0]!
  const { name: senderId, password } = parties.provider
  const door: Door = {
    url: asyncUrl,
    sender: { senderId, password },
    signer: signerFrom(parties.provider),
    trustedGateways: [parties.gateway.certificate],
  }
  const missing = new Set(ids)
  for (;;) {
    const { messages } = await fetchMessages(door, { serviceId: 'Fetched', amount: 100 })
    if (messages.length === 0) break
    for (const { messageId } of messages) {
      if (!missing.delete(messageId!)) throw new Error(`the message ${messageId} came unasked for`)
    }
  }
  const [row] = await database.query<{ delivered: number }>(
    `select count(*) as delivered from delivery_message where state = 'DELIVERED'`,
  )
  if (missing.size > 0 || row!.delivered !== ids.length) {
    throw new Error(
      `of ${ids.length} accepted messages ${missing.size} did not come, and ${row!.delivered} are known as delivered`,
    )
  }
}
