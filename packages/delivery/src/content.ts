import { decrypt, type JournalKey, type PayloadCipher, type SealedBy } from '@arna/journal'

/** What the receiver gets, encrypted for the store. */
export interface SealedContent extends SealedBy {
  readonly bytes: Buffer
}

export const sealContent = (
  cipher: PayloadCipher,
  id: number,
  parts: readonly Uint8Array[],
): SealedContent => ({
  keyId: cipher.keyId,
  opener: cipher.opener,
  bytes: cipher.encrypt('view', parts, about(id)),
})

/** Throws PayloadError. */
export const openContent = (key: JournalKey, id: number, sealed: SealedContent): Buffer =>
  decrypt(key, sealed, 'view', sealed.bytes, {
    about: about(id),
    what: `The content of the message ${id}`,
  })

/** A content stays with its message, whoever exchanges rows. */
const about = (id: number): string => `delivery\0${id}`
