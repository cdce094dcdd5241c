import type { Admission as Claimed, Journal, MessageRecord } from '@arna/journal'
import { Fault, passwordRange } from '@arna/message'
import type { Admitted, Received, Routed } from '../exchange.ts'

/** What this stage needs, and nothing more. */
export interface Admission {
  readonly journal: Journal
  /** How long a message may take from its last byte to here (Rules, paragraph 47: a minute). */
  readonly acceptanceMs: number
  /** Tells the operator; the sender hears it, too. */
  acceptanceTooLong(message: Received, tookMs: number): void
}

/** Makes the record, and learns that it may be durable. */
export interface AdmissionTrace {
  admitted(): MessageRecord
  admits(message: Routed): void
}

/** The same signed bytes came before: this is what is known of the first ones. */
export type Repeated = Extract<Claimed, { readonly repeatOf: string }>

/** The provider has a second to hang up, the gateway some to write the outcome; later than that nobody will. */
const graceSeconds = 10

/**
 * The first durable point: what is not in the journal goes to no provider. In the same moment the signed bytes are claimed,
 * across all processes, so that the provider sees them once.
 */
export async function admit(
  routed: Routed,
  trace: AdmissionTrace,
  admission: Admission,
): Promise<Admitted | Repeated> {
  const { service, signedDigest, document, bytes, envelope } = routed
  const shift = document.bytes.byteOffset - bytes.byteOffset
  const password = passwordRange(envelope.body)
  // From here on the record may be there, even when its journal does not say so.
  trace.admits(routed)
  const claimed = await admission.journal.admit(
    trace.admitted(),
    {
      bytes,
      ...(password && {
        cut: [{ start: password.start + shift, end: password.end + shift }],
      }),
    },
    service.repeatWindowSeconds === 0
      ? undefined
      : { digest: signedDigest, windowSeconds: service.repeatWindowSeconds },
    service.maxTimeSeconds + graceSeconds,
  )
  if (claimed.repeatOf !== undefined) return claimed
  const tookMs = performance.now() - routed.receivedMs
  if (tookMs > admission.acceptanceMs) {
    admission.acceptanceTooLong(routed, tookMs)
    throw new Fault(
      'acceptance-too-long',
      `it took ${Math.round(tookMs / 1000)} s to take the message, and ${admission.acceptanceMs / 1000} s are allowed`,
      { retryAfterSeconds: 5 },
    )
  }
  return { ...routed, admitted: true }
}
