export interface StageTime {
  readonly stage: string
  readonly ms: number
}

/** What the journal keeps of a message at one point of its way. It holds no payload and no password. */
export interface MessageRecord {
  readonly kind: 'admitted' | 'finished' | 'refused' | 'unknown'
  readonly sessionId: string
  readonly messageId?: string | undefined
  readonly senderId?: string | undefined
  readonly serviceId?: string | undefined
  /** SHA-256 of the sender's certificate, hex. */
  readonly certificate?: string | undefined
  readonly registryNumber?: number | undefined
  /** SHA-256 of the bytes received (admitted, refused) or answered (finished), hex. */
  readonly digest?: string | undefined
  readonly bytes?: number | undefined
  readonly stage?: string | undefined
  readonly faultCode?: string | undefined
  readonly detail?: string | undefined
  /** The session whose signed bytes these are. */
  readonly repeatOf?: string | undefined
  /** The registry's reason for what was not required of this message. */
  readonly waiver?: string | undefined
  readonly httpStatus?: number | undefined
  readonly remoteAddress?: string | undefined
  readonly stageTimes: readonly StageTime[]
}

/** Administration and security: `start`, `publication`, `login`, `payload-read`, `journal-dropped` … */
export interface EventRecord {
  readonly event: string
  /** Who did it: a user of the portal or of the machine. */
  readonly actor?: string | undefined
  readonly detail?: string | undefined
  readonly data?: Readonly<Record<string, unknown>> | undefined
}

/** What is kept of the bytes of a message, in its record: the chain covers them, and outlives them. */
export type StoredPayload = StoredInHold | StoredPieces

/** It lies in the hold of the record's batch. */
export interface StoredInHold extends StoredDirection {
  readonly compartment: number
}

interface StoredDirection {
  readonly direction: Direction
  /** SHA-256 of the bytes, hex, where the record's own `digest` does not say it. */
  readonly plain?: string
}

/** A large one lies in pieces of its own. */
export interface StoredPieces extends StoredDirection {
  readonly pieces: number
  /** SHA-256 over the pieces as stored, hex: proves them without a key. */
  readonly stored: string
}

/** `answer` came from the provider, `reply` is what we sent. */
export type Direction = 'request' | 'answer' | 'reply'

/** A column of `json` whose text is hashed as it is. */
export interface MessageColumns {
  readonly kind: string
  readonly instance: string
  readonly session_id: string
  readonly message_id: string | null
  readonly sender_id: string | null
  readonly service_id: string | null
  readonly certificate: string | null
  readonly registry: number | null
  readonly digest: string | null
  readonly bytes: number | null
  readonly stage: string | null
  readonly fault_code: string | null
  readonly detail: string | null
  readonly repeat_of: string | null
  readonly waiver: string | null
  readonly http_status: number | null
  readonly remote_address: string | null
}

export interface EventColumns {
  readonly event: string
  readonly instance: string
  readonly actor: string | null
  readonly detail: string | null
}

/**
 * The text whose SHA-256 is the digest of a record: its columns by name, in this order, the `json` ones as stored. What is
 * null is left out: PostgreSQL reads every name.
 */
export function messageText(row: MessageColumns, stageTimes: string, payloads: string): string {
  const columns = JSON.stringify({
    kind: row.kind,
    instance: row.instance,
    session_id: row.session_id,
    message_id: row.message_id ?? undefined,
    sender_id: row.sender_id ?? undefined,
    service_id: row.service_id ?? undefined,
    certificate: row.certificate ?? undefined,
    registry: row.registry ?? undefined,
    digest: row.digest ?? undefined,
    bytes: row.bytes ?? undefined,
    stage: row.stage ?? undefined,
    fault_code: row.fault_code ?? undefined,
    detail: row.detail ?? undefined,
    repeat_of: row.repeat_of ?? undefined,
    waiver: row.waiver ?? undefined,
    http_status: row.http_status ?? undefined,
    remote_address: row.remote_address ?? undefined,
  })
  return `${columns.slice(0, -1)},"stage_times":${stageTimes},"payloads":${payloads}}`
}

export function eventText(row: EventColumns, data: string): string {
  const columns = JSON.stringify({
    event: row.event,
    instance: row.instance,
    actor: row.actor ?? undefined,
    detail: row.detail ?? undefined,
  })
  return `${columns.slice(0, -1)},"data":${data}}`
}

export function messageColumns(record: MessageRecord, instance: string): MessageColumns {
  return {
    kind: record.kind,
    instance,
    session_id: record.sessionId,
    message_id: storable(record.messageId),
    sender_id: storable(record.senderId),
    service_id: storable(record.serviceId),
    certificate: record.certificate ?? null,
    registry: record.registryNumber ?? null,
    digest: record.digest ?? null,
    bytes: record.bytes ?? null,
    stage: record.stage ?? null,
    fault_code: record.faultCode ?? null,
    detail: storable(record.detail),
    repeat_of: record.repeatOf ?? null,
    waiver: storable(record.waiver),
    http_status: record.httpStatus ?? null,
    remote_address: storable(record.remoteAddress),
  }
}

export function eventColumns(record: EventRecord, instance: string): EventColumns {
  return {
    event: record.event,
    instance,
    actor: storable(record.actor),
    detail: storable(record.detail),
  }
}

/** Details quote what was sent: enough to recognise it, never the whole. */
const mostCharacters = 2000

function storable(text: string | undefined): string | null {
  if (text === undefined) return null
  const told = text.length > mostCharacters ? text.slice(0, mostCharacters) : text
  return storableText(told)
}

/** PostgreSQL takes no NUL and no half of a pair; a stranger must not break the batch of others. */
export const storableText = (text: string): string => text.replaceAll('\0', '').toWellFormed()
