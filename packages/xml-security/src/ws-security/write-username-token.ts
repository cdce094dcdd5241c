import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { escapeText } from '@arna/xml'
import { valueTypes } from '../namespaces.ts'

export interface UsernameToken {
  readonly user: string
  readonly password: string
  /** `text` is for channels that are encrypted; `digest` keeps the password off the wire (§3.1). */
  readonly form: 'text' | 'digest'
}

export interface TokenChances {
  readonly nonce: Uint8Array
  readonly created: Date
  readonly id: string
}

const profile = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0'

/**
 * wsse:UsernameToken (UsernameToken profile 1.1, whose types keep the URIs of 1.0). The prefixes wsse and wsu are those that
 * the Security header declares. Throws TypeError when name or password have a character that XML cannot hold.
 */
export function writeUsernameToken(
  { user, password, form }: UsernameToken,
  { nonce, created, id }: TokenChances = {
    nonce: randomBytes(16),
    created: new Date(),
    id: randomUUID(),
  },
): string {
  const at = created.toISOString()
  const secret =
    form === 'text'
      ? `<wsse:Password Type="${profile}#PasswordText">${escapeText(password)}</wsse:Password>`
      : `<wsse:Password Type="${profile}#PasswordDigest">${digestOf(password, nonce, at)}</wsse:Password>` +
        `<wsse:Nonce EncodingType="${valueTypes.base64}">${Buffer.from(nonce).toString('base64')}</wsse:Nonce>` +
        `<wsu:Created>${at}</wsu:Created>`
  return (
    `<wsse:UsernameToken wsu:Id="UsernameToken-${id}">` +
    `<wsse:Username>${escapeText(user)}</wsse:Username>${secret}</wsse:UsernameToken>`
  )
}

/** Base64(SHA-1(nonce + created + password)), as §3.1 prescribes; receivers know no other digest. */
const digestOf = (password: string, nonce: Uint8Array, created: string): string =>
  createHash('sha1').update(nonce).update(created).update(password).digest('base64')
