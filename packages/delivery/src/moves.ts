import type { Companion } from '@arna/journal'
import type { SealedContent } from './content.ts'
import type { EndMove } from './states.ts'

/** The function of the database that makes a move, for `openJournal`. */
export const deliveryMoves = 'delivery_move'

/** Whoever hands a delivery over at once has it from its first moment, so that nobody else takes it. */
export interface Lease {
  /** The process. */
  readonly worker: string
  readonly seconds: number
}

/** An acknowledged message. Of a REQUEST, which opens a chain, `chain` is a number of its own. */
export interface AcceptedMessage {
  readonly id: number
  readonly chain: number
  readonly opens: boolean
  readonly contour: string
  /** Of the signed bytes: the same ones are stored once. */
  readonly digest: Uint8Array
  readonly type: string
  readonly senderId: string
  readonly receiverId: string
  readonly initiatorId: string
  readonly providerId: string
  readonly serviceId: string
  readonly routeId: string | undefined
  readonly queue: number
  readonly expirySeconds: number
  readonly content: SealedContent
  readonly lease: Lease | undefined
}

/** Granted unless the same signed bytes were stored before. The note is `behind` when another message of the chain comes first. */
export const accept = ({ content, lease, ...message }: AcceptedMessage): Companion => ({
  move: {
    move: 'accept',
    id: message.id,
    chain: message.chain,
    opens: message.opens,
    contour: message.contour,
    digest: Buffer.from(message.digest).toString('hex'),
    type: message.type,
    sender_id: message.senderId,
    receiver_id: message.receiverId,
    initiator_id: message.initiatorId,
    provider_id: message.providerId,
    service_id: message.serviceId,
    route_id: message.routeId,
    queue: message.queue,
    expiry: message.expirySeconds,
    key_id: content.keyId,
    opener: content.opener,
    ...leaseColumns(lease),
  },
  bytes: content.bytes,
})

/** The notification of an end to the message's sender, in the line of its statuses. */
export interface StatusDelivery {
  readonly id: number
  readonly queue: number
  readonly expirySeconds: number
  readonly lease: Lease | undefined
}

export interface End {
  readonly id: number
  readonly chain: number
  /** How it ends: one of `ends`. */
  readonly as: EndMove
  readonly detail?: string | undefined
  /** What the receiver said. */
  readonly error?: object | undefined
  /** Left out when the sender has no address that is told. */
  readonly notification?: StatusDelivery | undefined
}

/** Granted to the first one that ends the message. The note is the number of the line in which others of its chain may go on. */
export const end = ({ notification, ...ending }: End): Companion => ({
  move: {
    move: 'end',
    id: ending.id,
    chain: ending.chain,
    state: ending.as.state,
    status: ending.as.status,
    detail: ending.detail,
    error: ending.error,
    ...(notification && {
      notification: notification.id,
      queue: notification.queue,
      expiry: notification.expirySeconds,
      ...leaseColumns(notification.lease),
    }),
  },
})

/** Who has it, and for which attempt: what is written late must not touch a newer one. */
export interface Hold {
  readonly worker: string
  readonly attempt: number
}

/** The delivery (a message or a notification) waits again. Granted while it is the worker's; without one, always. */
export const retry = (again: {
  readonly id: number
  readonly hold?: Hold | undefined
  readonly delaySeconds: number
  readonly status: string
  readonly detail: string
}): Companion => ({
  move: {
    move: 'retry',
    id: again.id,
    ...again.hold,
    delay: again.delaySeconds,
    status: again.status,
    detail: again.detail,
  },
})

/** The delivery is due at once, whatever its delay. Granted unless a process has it in hands, or it is over. */
export const hasten = (id: number): Companion => ({ move: { move: 'hasten', id } })

/** What waits of one chain for its former provider, and the chain itself. */
export interface Readdressing {
  readonly chain: number
  readonly from: string
  readonly to: string
  /** Of the new provider. */
  readonly queue: number
}

/** Granted while nobody has any of it in hands. The note is the messages that moved, with commas between. */
export const readdress = ({ chain, from, to, queue }: Readdressing): Companion => ({
  move: { move: 'readdress', chain, receiver_id: from, provider_id: to, queue },
})

/** The receiver has it, and has until the end of the lease to say what it thinks of it. */
export const handOver = (order: {
  readonly id: number
  readonly hold: Hold
  readonly leaseSeconds: number
}): Companion => ({
  move: { move: 'hand-over', id: order.id, ...order.hold, lease: order.leaseSeconds },
})

/** The notification is over: told, or given up. */
export const told = (id: number): Companion => ({ move: { move: 'told', id } })

const leaseColumns = (lease: Lease | undefined): object =>
  lease === undefined ? {} : { worker: lease.worker, lease: lease.seconds }
