import type { Database } from '@arna/database'
import { type Chain, findChain, findMessage, type MessageStanding } from './look-up.ts'
import type { MessageState } from './states.ts'

/** All that is kept of one message, for people. */
export interface KnownOfMessage {
  readonly message: MessageStanding
  readonly chain: Chain | undefined
  /** Undefined after the end. */
  readonly delivery: StandingDelivery | undefined
  /** Statuses that its sender is yet to be told. */
  readonly statuses: readonly StandingDelivery[]
  /** The others of its chain, as they were accepted. */
  readonly others: readonly OtherMessage[]
}

export interface StandingDelivery {
  /** messageId, or notificationId. */
  readonly id: number
  readonly dueAt: Date
  readonly expiresAt: Date
  readonly leasedUntil: Date | undefined
  /** The process that has it; of a leased one without it, its receiver has. */
  readonly worker: string | undefined
  readonly behind: number | undefined
  readonly attempts: number
  readonly status: string | undefined
  readonly detail: string | undefined
}

export interface OtherMessage {
  readonly id: number
  readonly type: string
  readonly senderId: string
  readonly receiverId: string
  readonly acceptedAt: Date
  readonly state: MessageState
}

/** Of a long chain so many. */
const mostOthers = 50

export async function knownOfMessage(
  database: Database,
  id: number,
): Promise<KnownOfMessage | undefined> {
  const message = await findMessage(database, id)
  if (message === undefined) return undefined
  const [chain, deliveries, others] = await Promise.all([
    findChain(database, message.chain),
    database.query<DeliveryRow>(
      `select id, due_at, expires_at, leased_until, worker, behind, attempts, status, detail from delivery
       where about = $1 order by id`,
      [id],
    ),
    database.query<OtherRow>(
      `select id, type, sender_id, receiver_id, accepted_at, state from delivery_message
       where chain = $1 and id <> $2 order by accepted_at, id limit $3`,
      [message.chain, id, mostOthers],
    ),
  ])
  const standing = deliveries.map(deliveryOf)
  return {
    message,
    chain,
    delivery: standing.find((one) => one.id === id),
    statuses: standing.filter((one) => one.id !== id),
    others: others.map((row) => ({
      id: row.id,
      type: row.type,
      senderId: row.sender_id,
      receiverId: row.receiver_id,
      acceptedAt: row.accepted_at,
      state: row.state,
    })),
  }
}

interface DeliveryRow {
  readonly id: number
  readonly due_at: Date
  readonly expires_at: Date
  readonly leased_until: Date | null
  readonly worker: string | null
  readonly behind: number | null
  readonly attempts: number
  readonly status: string | null
  readonly detail: string | null
}

interface OtherRow {
  readonly id: number
  readonly type: string
  readonly sender_id: string
  readonly receiver_id: string
  readonly accepted_at: Date
  readonly state: MessageState
}

const deliveryOf = (row: DeliveryRow): StandingDelivery => ({
  id: row.id,
  dueAt: row.due_at,
  expiresAt: row.expires_at,
  leasedUntil: row.leased_until ?? undefined,
  worker: row.worker ?? undefined,
  behind: row.behind ?? undefined,
  attempts: row.attempts,
  status: row.status ?? undefined,
  detail: row.detail ?? undefined,
})
