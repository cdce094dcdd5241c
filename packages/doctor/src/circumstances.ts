import type { Trust } from '@arna/pki'
import type { PasswordCheck, Registry } from '@arna/registry'
import type { XmlEngine } from '@arna/xml'

/** What is known beside the message. Whatever is missing leaves checks out, and the diagnosis names them. */
export interface Circumstances {
  readonly trust?: Pick<Trust, 'check'>
  readonly registry?: Registry
  /** Needed for the password; with a registry only. */
  readonly passwords?: Pick<PasswordCheck, 'check'>
  readonly now?: Date
  readonly xml?: XmlEngine
  /** The message right after it was signed, when somebody kept it: it is compared directly. */
  readonly signedAs?: Uint8Array
  /** Without a registry: what it would say of the sender. */
  readonly toleratesTimestamp?: boolean
  readonly allowSha1?: boolean
}
