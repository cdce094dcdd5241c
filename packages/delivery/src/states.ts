/** What the parties are told of a message (common/v10/Types, MessageState). The last three are ends: nothing follows them. */
export type MessageState = 'ON_DELIVERY' | EndState
export type EndState = 'DELIVERED' | 'NOT_DELIVERED' | 'DELIVERY_STOPPED'

export interface EndMove {
  readonly state: EndState
  /** Who causes it. */
  readonly by: 'receiver' | 'gateway' | 'operator'
  /** What the sender is told: a word of the dictionary of statuses and faults. */
  readonly status: 'delivered' | 'receiver-refused' | 'delivery-expired' | 'delivery-stopped'
}

/**
 * Every way out of ON_DELIVERY; docs/protocol/delivery.md is the specification, and a test holds the two together. The first
 * one that is durable counts.
 */
export const ends = {
  /** The receiver answered the push, where its service asks for no more. */
  taken: { state: 'DELIVERED', by: 'receiver', status: 'delivered' },
  /** sendDeliveryNotification with MESSAGE_ACCEPTED. */
  confirmed: { state: 'DELIVERED', by: 'receiver', status: 'delivered' },
  /** getMessages gave it, where the service says that this is enough. */
  fetched: { state: 'DELIVERED', by: 'receiver', status: 'delivered' },
  /** sendDeliveryNotification with MESSAGE_NOT_ACCEPTED and NOT_RESEND. */
  refused: { state: 'NOT_DELIVERED', by: 'receiver', status: 'receiver-refused' },
  /** Its time was over. */
  expired: { state: 'NOT_DELIVERED', by: 'gateway', status: 'delivery-expired' },
  /** `arna queue stop`. */
  stopped: { state: 'DELIVERY_STOPPED', by: 'operator', status: 'delivery-stopped' },
} as const satisfies Readonly<Record<string, EndMove>>
