import { Fault } from '@arna/message'
import type { ProviderAuthentication } from '@arna/registry'
import { writeUsernameToken } from '@arna/xml-security'

/** The provider's password, token or key that the operator keeps under this name; undefined when there is none. */
export type SecretOf = (name: string) => string | undefined

/** How the gateway proves itself to one provider (Rules, appendix 3, rows 39 to 42), beside its signature. */
export interface Identification {
  readonly headers: Readonly<Record<string, string>>
  /** wsse:UsernameToken, or nothing. */
  readonly token: string
  /** PEM of a key and its certificate. */
  readonly clientCertificate?: string
}

const nothing: Identification = { headers: {}, token: '' }

/** Throws Fault 'provider-secret-missing', which does not tell the name. */
export function identify(
  authentication: ProviderAuthentication,
  secretOf: SecretOf,
  { isEncrypted }: { readonly isEncrypted: boolean },
): Identification {
  if (authentication.type === 'none') return nothing
  const secret = secretOf(authentication.secret)
  if (secret === undefined) throw unusable('the gateway holds no secret for this service')
  if (authentication.type === 'basic') {
    const pair = Buffer.from(`${authentication.user}:${secret}`).toString('base64')
    return { ...nothing, headers: { authorization: `Basic ${pair}` } }
  }
  if (authentication.type === 'bearer') {
    // RFC 6750 §2.1; anything else would end the header.
    if (!/^[\w.~+/-]+=*$/.test(secret)) throw unusable('the token for this service is none')
    return { ...nothing, headers: { authorization: `Bearer ${secret}` } }
  }
  if (authentication.type === 'wsse') {
    return { ...nothing, token: usernameToken(authentication.user, secret, isEncrypted) }
  }
  return { ...nothing, clientCertificate: secret }
}

/** The password itself only where TLS hides it. */
function usernameToken(user: string, password: string, isEncrypted: boolean): string {
  try {
    return writeUsernameToken({ user, password, form: isEncrypted ? 'text' : 'digest' })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw unusable('the password for this service has a character that XML cannot hold')
  }
}

const unusable = (detail: string): Fault => new Fault('provider-secret-missing', detail)
