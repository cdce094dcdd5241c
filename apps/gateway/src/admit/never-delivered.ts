import type { FaultCode } from '@arna/message'

/**
 * Faults after which it is certain that the provider has not got the message. Its claim is given back, so that the same
 * bytes may be sent again, as these faults say.
 */
export const neverDelivered: ReadonlySet<FaultCode> = new Set<FaultCode>([
  'acceptance-too-long',
  'provider-address-refused',
  'provider-secret-missing',
  'provider-unreachable',
])
