import { isStrongKey } from '../algorithm/key-strength.ts'
import { PkiError } from '../pki-error.ts'
import { buildChain } from './build-chain.ts'
import type { Certificate } from './certificate.ts'

export interface Verdict {
  /** From the certificate to the anchor, both included; one element when the certificate is itself an anchor. */
  readonly chain: readonly Certificate[]
  /** The first notAfter of the chain. */
  readonly validUntil: Date
}

export interface TrustOptions {
  /** Whom the operator trusts: roots, or single certificates. */
  readonly anchors: readonly Certificate[]
  readonly intermediates?: readonly Certificate[]
  readonly now?: () => Date
  /** How long a good verdict is remembered, at most; 300 by default. */
  readonly verdictSeconds?: number
  /** How long a bad verdict is remembered, at most; 30 by default. */
  readonly refusalSeconds?: number
  /** How many verdicts are remembered; 10,000 by default. The oldest used is forgotten first. */
  readonly mostVerdicts?: number
}

interface Remembered {
  readonly outcome: Verdict | PkiError
  readonly madeAtMs: number
  readonly untilMs: number
}

/** Purposes for which a certificate is issued alone; its holder does not sign messages (RFC 5280 §4.2.1.12). */
const otherPurposes = new Set(['1.3.6.1.5.5.7.3.8', '1.3.6.1.5.5.7.3.9'])

/** Whether a certificate may sign messages: chain, validity, usage, strength. Revocation is asked elsewhere. */
export class Trust {
  readonly #anchors: readonly Certificate[]
  readonly #intermediates: readonly Certificate[]
  readonly #now: () => Date
  readonly #verdictMs: number
  readonly #refusalMs: number
  readonly #mostVerdicts: number
  readonly #remembered = new Map<string, Remembered>()

  constructor(options: TrustOptions) {
    this.#anchors = options.anchors
    this.#intermediates = options.intermediates ?? []
    this.#now = options.now ?? (() => new Date())
    this.#verdictMs = (options.verdictSeconds ?? 300) * 1000
    this.#refusalMs = (options.refusalSeconds ?? 30) * 1000
    this.#mostVerdicts = options.mostVerdicts ?? 10_000
  }

  /**
   * Throws PkiError with a code `certificate-…` or `key-malformed`. A remembered verdict serves moments from the one it
   * was made about until it runs out; `at` is such a moment, now when left out.
   */
  check(certificate: Certificate, options: { readonly at?: Date } = {}): Verdict {
    const now = options.at ?? this.#now()
    const nowMs = now.getTime()
    const known = this.#remembered.get(certificate.sha256)
    // A clock that was set back would make old verdicts live longer.
    const fresh = known !== undefined && nowMs >= known.madeAtMs && nowMs < known.untilMs
    const { outcome } = fresh ? known : this.#remember(certificate, now)
    if (fresh) this.#touch(certificate.sha256, known)
    if (outcome instanceof PkiError) throw outcome
    return outcome
  }

  #remember(certificate: Certificate, now: Date): Remembered {
    const nowMs = now.getTime()
    let outcome: Verdict | PkiError
    let untilMs: number
    try {
      outcome = this.#judge(certificate, now)
      untilMs = Math.min(nowMs + this.#verdictMs, outcome.validUntil.getTime() + 1)
    } catch (error) {
      if (!(error instanceof PkiError)) throw error
      outcome = error
      untilMs = nowMs + this.#refusalMs
    }
    const remembered = { outcome, madeAtMs: nowMs, untilMs }
    this.#touch(certificate.sha256, remembered)
    if (this.#remembered.size > this.#mostVerdicts) {
      this.#remembered.delete(this.#remembered.keys().next().value!)
    }
    return remembered
  }

  #touch(sha256: string, remembered: Remembered): void {
    this.#remembered.delete(sha256)
    this.#remembered.set(sha256, remembered)
  }

  #judge(certificate: Certificate, at: Date): Verdict {
    checkValidity(certificate, at)
    const isAnchor = this.#anchors.some((anchor) => anchor.sha256 === certificate.sha256)
    checkUsage(certificate, isAnchor)
    if (!isStrongKey(certificate.publicKey)) {
      throw new PkiError(
        'certificate-untrusted',
        `the key of the certificate ${certificate.serial} is too weak or on an unsupported curve: use RSA of 2048 to 8192 bits, or EC on P-256, P-384 or P-521`,
      )
    }
    const chain = isAnchor
      ? [certificate]
      : buildChain(certificate, { anchors: this.#anchors, intermediates: this.#intermediates, at })
    const validUntil = new Date(Math.min(...chain.map(({ notAfter }) => notAfter.getTime())))
    return { chain, validUntil }
  }
}

function checkValidity(certificate: Certificate, at: Date): void {
  const { serial, notBefore, notAfter } = certificate
  if (at < notBefore) {
    throw new PkiError(
      'certificate-not-yet-valid',
      `the certificate ${serial} is valid only from ${notBefore.toISOString()}`,
    )
  }
  if (at > notAfter) {
    throw new PkiError(
      'certificate-expired',
      `the certificate ${serial} expired at ${notAfter.toISOString()}: its owner must get a new one`,
    )
  }
}

function checkUsage(certificate: Certificate, isAnchor: boolean): void {
  const { serial, keyUsage, extendedKeyUsage, ca, unknownCritical } = certificate
  const refuse = (why: string): PkiError =>
    new PkiError('certificate-usage', `the certificate ${serial} ${why}`)
  if (unknownCritical.length > 0) {
    throw refuse(`has critical extensions that are not understood: ${unknownCritical.join(', ')}`)
  }
  if (ca && !isAnchor) throw refuse('is a certificate of a CA and may not sign messages')
  if (
    keyUsage !== undefined &&
    !keyUsage.has('digitalSignature') &&
    !keyUsage.has('nonRepudiation')
  ) {
    throw refuse(
      'is not for signatures: its key usage has neither digitalSignature nor nonRepudiation',
    )
  }
  if (extendedKeyUsage.length > 0 && extendedKeyUsage.every((oid) => otherPurposes.has(oid))) {
    throw refuse('is only for time stamps or OCSP answers')
  }
}
