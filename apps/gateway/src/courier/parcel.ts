import type { ClaimedMessage } from '@arna/delivery'

/** One delivery in the hands of this process. */
export interface Parcel {
  /** messageId, or notificationId. */
  readonly id: number
  /** This one included. */
  readonly attempt: number
  readonly message: ClaimedMessage
  /** `messageInfo` and `messageData` of a message; undefined for a notification, which tells of `message`. */
  readonly content: Buffer | undefined
}
