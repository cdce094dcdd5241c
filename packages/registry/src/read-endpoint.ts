import type { Reading } from './reading.ts'
import { isSecretName } from './secret/secret-name.ts'
import type { ProviderAuthentication, ProviderSignature } from './words.ts'

/** Where the gateway calls somebody. */
export function readUrl(reading: Reading): string | undefined {
  const text = reading.text(2000)
  if (text === undefined) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    return reading.problem('write an address that begins with http:// or https://')
  }
  if (url.username !== '' || url.password !== '') {
    return reading.problem('take the user name and password out of the address')
  }
  if (url.hash !== '') return reading.problem('take the part after # out of the address')
  return text
}

const authentications = ['none', 'basic', 'wsse', 'bearer', 'clientCertificate'] as const

/** How the gateway proves itself there. */
export function readAuthentication(reading: Reading): ProviderAuthentication | undefined {
  if (reading.missing) return { type: 'none' }
  const member = reading.members(['type', 'user', 'secret'])
  const type = member?.('type').oneOf(authentications)
  if (member === undefined || type === undefined) return undefined
  const forbidden = (name: 'user' | 'secret'): boolean =>
    !member(name).missing && member(name).problem(`take it out: ${type} has none`) === undefined
  if (type === 'none') {
    return forbidden('user') || forbidden('secret') ? undefined : { type }
  }
  const secret = readSecretName(member('secret'))
  if (type === 'bearer' || type === 'clientCertificate') {
    return forbidden('user') || secret === undefined ? undefined : { type, secret }
  }
  const user = member('user').text()
  if (user === undefined || secret === undefined) return undefined
  // RFC 7617: whatever follows the first colon would be read as the password.
  if (type === 'basic' && user.includes(':')) return member('user').problem('no colon in the name')
  return { type, user, secret }
}

function readSecretName(reading: Reading): string | undefined {
  if (typeof reading.value === 'string' && isSecretName(reading.value)) return reading.value
  return reading.problem(
    'write the name (letters, digits, . _ -; at most 64) that arna secret set knows it by, never the secret itself',
  )
}

/** Whether what is answered there must be signed. */
export function readSignature(reading: Reading): ProviderSignature | undefined {
  if (reading.missing || reading.value === 'required') return 'required'
  if (typeof reading.value === 'string') {
    return reading.problem('write required, or waived: with the reason')
  }
  const waived = reading.members(['waived'])?.('waived').text(1000)
  return waived === undefined ? undefined : { waived }
}
