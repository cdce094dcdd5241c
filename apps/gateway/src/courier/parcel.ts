import {
  type Claimed,
  type ClaimedMessage,
  openContent,
  type QueueKind,
  readContent,
  type SealedContent,
} from '@arna/delivery'
import type { Database } from '@arna/database'
import type { JournalKey } from '@arna/journal'

/** One delivery in the hands of this process. */
export interface Parcel {
  readonly kind: QueueKind
  /** messageId, or notificationId. */
  readonly id: number
  /** This one included. */
  readonly attempt: number
  readonly message: ClaimedMessage
  /** Its content is megabytes: few such are in memory at a time. */
  readonly isLong: boolean
  /** `messageInfo` and `messageData` of a message. Throws PayloadError when it cannot be read. */
  content(): Promise<Buffer>
}

/** Of what was claimed from the store. */
export function parcelOf(
  { id, attempt, message, content }: Claimed,
  { database, journalKey }: { readonly database: Database; readonly journalKey: JournalKey },
): Parcel {
  const open = (sealed: SealedContent): Buffer => openContent(journalKey, id, sealed)
  return {
    kind: content === undefined ? 'status' : 'message',
    id,
    attempt,
    message,
    isLong: content === 'apart',
    content: async () => {
      const sealed = content === 'apart' ? await readContent(database, id) : content
      if (sealed === undefined) throw new TypeError(`the delivery ${id} has no content`)
      return open(sealed)
    },
  }
}
