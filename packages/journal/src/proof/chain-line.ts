import {
  type Direction,
  type EventColumns,
  eventText,
  type MessageColumns,
  messageText,
} from '../records.ts'
import type { HoldMark } from '../chain-head.ts'
import { type Seal, sealLine } from '../seal.ts'

/** Where a record stands in a chain. */
export interface Place {
  /** As `timeText` writes it. */
  readonly at: string
  readonly writer: string
  readonly batch: number
  readonly position: number
}

export interface BatchLine {
  readonly writer: string
  readonly number: number
  readonly at: string
  /** hex, as are `hash` and `digests` */
  readonly previous: string
  readonly hash: string
  readonly digests: string
  /** hex; null when no payload came with the batch, as `hold_pieces` */
  readonly hold_digest: string | null
  readonly hold_pieces: number | null
}

/** Payloads of a batch that are encrypted together: a compartment of its hold. */
export interface HoldLine {
  readonly at: string
  readonly writer: string
  readonly batch: number
  readonly compartment: number
  readonly key_id: string
  readonly opener: string
  readonly view_length: number
  readonly pieces: number
  /** The numbers of the pieces are those that they must have. */
  readonly in_order: boolean
  readonly length: number
  /** SHA-256 of the bytes, hex. */
  readonly digest: string
  /** base64, in archives. */
  readonly bytes?: string
}

/** `stage_times`, `payloads` and `data` are JSON as text: the text is what was hashed. */
export interface MessageLine extends Place, MessageColumns {
  readonly stage_times: string
  readonly payloads: string
}

export interface EventLine extends Place, EventColumns {
  readonly data: string
}

export interface PayloadLine {
  readonly at: string
  readonly session_id: string
  readonly direction: Direction
  readonly piece: number
  readonly key_id: string
  readonly opener: string
  readonly view_length: number
  readonly cut_length: number | null
  /** SHA-256 of view and cut one after the other, hex. */
  readonly digest: string
  /** base64, in archives. */
  readonly view?: string
  readonly cut?: string | null
}

/**
 * The journal as lines, whether they come from the database, an export or an archive: seals first, then batch after
 * batch, each followed by its hold and its records in their order, a record by the pieces of its large payloads.
 */
export type ChainLine =
  | { readonly seal: Seal }
  | { readonly batch: BatchLine }
  | { readonly hold: HoldLine }
  | { readonly message: MessageLine }
  | { readonly event: EventLine }
  | { readonly payload: PayloadLine }

/** What the header of a batch says of its hold; nothing sensible of one that was altered. */
export const holdMark = ({
  hold_digest: digest,
  hold_pieces: pieces,
}: BatchLine): HoldMark | undefined =>
  digest == null && pieces == null
    ? undefined
    : { pieces: pieces ?? 0, digest: Buffer.from(digest ?? '', 'hex') }

export const hashedMessage = (message: MessageLine): string =>
  messageText(message, message.stage_times, message.payloads)

export const hashedEvent = (event: EventLine): string => eventText(event, event.data)

/** One line of a file. */
export function lineText(line: ChainLine): string {
  if ('seal' in line) return sealLine(line.seal)
  if ('message' in line) return recordText('message', line.message, hashedMessage(line.message))
  if ('event' in line) return recordText('event', line.event, hashedEvent(line.event))
  return `${JSON.stringify(line)}\n`
}

function recordText(kind: 'message' | 'event', place: Place, hashed: string): string {
  const { at, writer, batch, position } = place
  const start = JSON.stringify({ at, writer, batch, position })
  return `{"${kind}":${start.slice(0, -1)},${hashed.slice(1)}}\n`
}

/** The line of a file as what it says. Throws SyntaxError; what the fields hold is for the proof to judge. */
export function readChainLine(text: string): ChainLine | undefined {
  const line: unknown = JSON.parse(text)
  if (typeof line !== 'object' || line === null) throw new SyntaxError('not a line of a journal')
  const [[kind, value] = []] = Object.entries(line) as [string, Record<string, unknown>][]
  if (kind === undefined || typeof value !== 'object' || value === null) {
    throw new SyntaxError('not a line of a journal')
  }
  switch (kind) {
    case 'seal':
    case 'batch':
    case 'hold':
    case 'payload':
      return line as ChainLine
    case 'message': {
      const texts = {
        stage_times: textOf(value['stage_times']),
        payloads: textOf(value['payloads']),
      }
      return { message: { ...value, ...texts } as unknown as MessageLine }
    }
    case 'event':
      return { event: { ...value, data: textOf(value['data']) } as unknown as EventLine }
    default:
      return undefined
  }
}

/** What we wrote comes back as the same text: JavaScript wrote it. */
const textOf = (value: unknown): string => JSON.stringify(value) ?? 'null'
