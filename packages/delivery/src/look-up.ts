import type { Database, Statement } from '@arna/database'
import type { MessageState } from './states.ts'

export interface Chain {
  readonly id: number
  readonly contour: string
  readonly initiatorId: string
  readonly providerId: string
  readonly serviceId: string
}

export async function findChain(database: Database, id: number): Promise<Chain | undefined> {
  const [row] = await database.query<ChainRow>(selectChain, [id])
  return (
    row && {
      id: row.id,
      contour: row.contour,
      initiatorId: row.initiator_id,
      providerId: row.provider_id,
      serviceId: row.service_id,
    }
  )
}

const selectChain: Statement = {
  name: 'arna-delivery-chain',
  text: 'select id, contour, initiator_id, provider_id, service_id from delivery_chain where id = $1',
}

interface ChainRow {
  readonly id: number
  readonly contour: string
  readonly initiator_id: string
  readonly provider_id: string
  readonly service_id: string
}

/** Where a message stands. */
export interface MessageStanding {
  readonly id: number
  readonly chain: number
  readonly contour: string
  /** The exchange that accepted it. */
  readonly sessionId: string
  readonly type: string
  readonly senderId: string
  readonly receiverId: string
  readonly serviceId: string
  readonly routeId: string | undefined
  readonly acceptedAt: Date
  readonly state: MessageState
  /** A word of the dictionary of statuses and faults: of its end, or why its last attempt failed. */
  readonly status: string | undefined
  readonly detail: string | undefined
  /** Of the status; of the acceptance when nothing has happened since. */
  readonly statusAt: Date
  readonly attempts: number
}

// A receiver that said nothing within the lease has lost it: the message waits again.
const select = `
  select m.id, m.chain, m.contour, m.session_id, m.type, m.sender_id, m.receiver_id, m.service_id, m.route_id, m.accepted_at, m.state,
    coalesce(m.status, case when d.status <> 'handed-over' or d.leased_until is not null then d.status end) as status, coalesce(m.detail, d.detail) as detail,
    coalesce(m.ended_at, d.status_at, m.accepted_at) as status_at, coalesce(d.attempts, 0) as attempts
  from delivery_message m left join delivery d on d.id = m.id`

const selectById: Statement = { name: 'arna-delivery-message', text: `${select} where m.id = $1` }

const selectByDigest: Statement = {
  name: 'arna-delivery-digest',
  text: `${select} where m.digest = $1`,
}

export const findMessage = (database: Database, id: number): Promise<MessageStanding | undefined> =>
  findOne(database, selectById, id)

/** The message that had these signed bytes first. */
export const findByDigest = (
  database: Database,
  digest: Uint8Array,
): Promise<MessageStanding | undefined> => findOne(database, selectByDigest, digest)

async function findOne(
  database: Database,
  statement: Statement,
  value: unknown,
): Promise<MessageStanding | undefined> {
  const [row] = await database.query<MessageRow>(statement, [value])
  return (
    row && {
      id: row.id,
      chain: row.chain,
      contour: row.contour,
      sessionId: row.session_id,
      type: row.type,
      senderId: row.sender_id,
      receiverId: row.receiver_id,
      serviceId: row.service_id,
      routeId: row.route_id ?? undefined,
      acceptedAt: row.accepted_at,
      state: row.state,
      status: row.status ?? undefined,
      detail: row.detail ?? undefined,
      statusAt: row.status_at,
      attempts: row.attempts,
    }
  )
}

interface MessageRow {
  readonly id: number
  readonly chain: number
  readonly contour: string
  readonly session_id: string
  readonly type: string
  readonly sender_id: string
  readonly receiver_id: string
  readonly service_id: string
  readonly route_id: string | null
  readonly accepted_at: Date
  readonly state: MessageState
  readonly status: string | null
  readonly detail: string | null
  readonly status_at: Date
  readonly attempts: number
}

/** Ids on the wire are text; whatever is no number of ours is nobody's. */
export function numberOf(text: string): number | undefined {
  if (!/^\d{1,15}$/.test(text)) return undefined
  return Number(text)
}
