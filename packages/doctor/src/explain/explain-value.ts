import { setImmediate as nextTurn } from 'node:timers/promises'
import { algorithmForKey, type Certificate, PkiError } from '@arna/pki'
import { canonicalDifference } from '../canonical-difference.ts'
import type { ClaimedSignature } from '../claimed-signature.ts'
import type { Finding } from '../diagnosis.ts'
import type { Effort } from '../effort.ts'
import { finding } from '../finding.ts'
import { valueHypotheses } from '../hypothesis/value-hypotheses.ts'
import type { SignedBody } from '../signed-body.ts'
import { type SignedValue, signedValue, verifies } from '../signed-value.ts'

export interface KeysOfSigner {
  /** What KeyInfo means: the registered certificate, or the one in the message. */
  readonly named: Certificate | undefined
  /** All that are registered for the sender. */
  readonly registered: readonly Certificate[]
}

export interface ValueExplanation {
  readonly findings: readonly Finding[]
  readonly isRight: boolean
}

/** Tries what usually goes wrong with a value until the key verifies it: then it is proved. */
export async function explainValue(
  signature: ClaimedSignature,
  { named, registered }: KeysOfSigner,
  body: SignedBody | undefined,
  effort: Effort,
): Promise<ValueExplanation> {
  const nothing = { findings: [], isRight: false }
  const patient = named && signedValue(signature, named, body)
  if (named === undefined || patient === undefined) return nothing
  const { algorithm, key, received } = patient
  const { value } = signature
  if (verifies(algorithm, received, value, key)) return { findings: [], isRight: true }
  const findings = algorithm.acceptsKey(key) ? [] : [wrongKind(patient)]
  const other = registered.find((one) => one !== named && signedByCertificate(signature, one, body))
  if (other !== undefined) {
    findings.push(finding('key-of-other-certificate', { serial: other.serial }))
    return { findings, isRight: false }
  }
  for (const hypothesis of valueHypotheses) {
    const iterator = hypothesis.guesses(patient)[Symbol.iterator]()
    while (effort.spend(received.length)) {
      await nextTurn()
      const { done, value: guess } = iterator.next()
      if (done === true) break
      if (guess === undefined) continue
      const octets = guess.octets ?? received
      if (!verifies(guess.algorithm ?? algorithm, octets, guess.value ?? value, key)) continue
      const evidence = guess.octets && canonicalDifference(octets, received)
      findings.push(finding(hypothesis.code, guess.values, { evidence }))
      return { findings, isRight: false }
    }
  }
  if (algorithm.acceptsKey(key)) findings.push(finding('value-unexplained'))
  return { findings, isRight: false }
}

function signedByCertificate(
  signature: ClaimedSignature,
  certificate: Certificate,
  body: SignedBody | undefined,
): boolean {
  const patient = signedValue(signature, certificate, body)
  return (
    patient !== undefined &&
    verifies(patient.algorithm, patient.received, signature.value, patient.key)
  )
}

function wrongKind({ algorithm, key }: SignedValue): Finding {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {}
  return finding('algorithm-not-of-key', {
    algorithm: algorithm.name,
    key: [key.asymmetricKeyType, namedCurve ?? modulusLength].join(' '),
    usual: usualFor(key),
  })
}

function usualFor(key: SignedValue['key']): string {
  try {
    return algorithmForKey(key).uri
  } catch (error) {
    if (error instanceof PkiError) return 'RSA 2048–8192, P-256, P-384, P-521'
    throw error
  }
}
