import { type Certificate } from '@arna/pki'
import type { InformationSystem } from '@arna/registry'
import { readKeyInfo, sameKey, SignatureError, findById } from '@arna/xml-security'
import { scan, type XmlDocument, XmlError } from '@arna/xml'
import type { Circumstances } from './circumstances.ts'
import { type ClaimedSignature, claimedSignature } from './claimed-signature.ts'
import type { Diagnosis, Finding, LeftOut, Verdict } from './diagnosis.ts'
import { Effort } from './effort.ts'
import { compareWithSigned } from './explain/compare-with-signed.ts'
import { explainBody } from './explain/explain-body.ts'
import { explainCertificate } from './explain/explain-certificate.ts'
import { explainContent, explainUnreadable } from './explain/explain-file.ts'
import { explainSignature } from './explain/explain-signature.ts'
import { explainValue } from './explain/explain-value.ts'
import { faultFinding, finding } from './finding.ts'
import { judge, type Judgement, type Refusal } from './judge.ts'
import { signedBody } from './signed-body.ts'
import { type LeftOutCode, leftOutTexts } from './text/left-out-texts.ts'

/**
 * Why the gateway would refuse this message, and what happened to it: the gateway's own verdict first, then what can be
 * found out beside it. Never throws, whatever the bytes are; the work is bounded and told as `effort`.
 */
export async function diagnose(
  bytes: Uint8Array,
  circumstances: Circumstances = {},
): Promise<Diagnosis> {
  const effort = new Effort(bytes.byteLength)
  const judgement = await judge(bytes, circumstances)
  const explanation = await explain(bytes, judgement, circumstances, effort)
  const [first, ...more] = judgement.refusals
  const verdict: Verdict =
    first === undefined
      ? { outcome: 'ok' }
      : {
          outcome: 'refused',
          code: first.fault.code,
          stage: first.stage,
          detail: first.fault.detail,
        }
  const asFinding =
    (kind: 'verdict' | 'problem') =>
    (refusal: Refusal): Finding =>
      faultFinding(refusal.fault, kind, refusal.stage, { place: refusal.place })
  const problems = [
    ...(first ? [first] : []).map(asFinding('verdict')),
    ...more.map(asFinding('problem')),
  ]
  return {
    verdict,
    findings: ordered([...problems, ...explanation.findings]),
    leftOut: explanation.leftOut.map((code): LeftOut => ({ code, text: leftOutTexts[code] })),
    effort: { guesses: effort.guesses, bytes: effort.bytes },
  }
}

const order = ['verdict', 'cause', 'problem', 'hint'] as const

const ordered = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted((left, right) => order.indexOf(left.kind) - order.indexOf(right.kind))

interface Explanation {
  readonly findings: readonly Finding[]
  readonly leftOut: readonly LeftOutCode[]
}

async function explain(
  bytes: Uint8Array,
  { document: judged, sender, refusals }: Judgement,
  circumstances: Circumstances,
  effort: Effort,
): Promise<Explanation> {
  const document = judged && readByOurs(judged, circumstances)
  if (document === undefined) {
    const isTooLong = refusals.some(({ stage }) => stage === 'channel')
    return { findings: isTooLong ? [] : explainUnreadable(bytes), leftOut: [] }
  }
  const leftOut = leftOutChecks(circumstances)
  const signature = claimedSignature(document)
  const content = explainContent(document)
  if (signature === undefined) return { findings: content, leftOut }
  const named = namedCertificate(signature, sender)
  if (named === undefined) leftOut.push('key')
  const { toleratesTimestamp, allowSha1 } = sender ?? circumstances
  const findings = [
    ...content,
    ...explainSignature(signature, {
      allowSha1: allowSha1 === true,
      toleratesTimestamp: toleratesTimestamp === true,
    }),
  ]
  const body = signedBody(signature)
  const ofBody = body && (await explainBody(body, effort))
  if (ofBody?.isShortened === true) leftOut.push('length')
  const { signedAs } = circumstances
  const compared = body && signedAs ? compareWithSigned(body, signedAs) : []
  const isCompared = compared.some(({ kind }) => kind === 'cause')
  // What is compared needs no advice how to compare it.
  const guessed = (ofBody?.findings ?? []).filter(
    ({ code }) => !isCompared || code !== 'changed-unexplained',
  )
  findings.push(...guessed, ...compared)
  const keys = { named, registered: sender?.certificates ?? [] }
  const ofValue = await explainValue(signature, keys, body, effort)
  findings.push(...ofValue.findings)
  if (ofBody?.isIntact === true && named !== undefined) {
    if (!ofValue.isRight) findings.push(finding('body-intact'))
    else if (refusals.some(({ fault }) => aboutCertificates.has(fault.code))) {
      findings.push(finding('signature-of-enclosed-key'))
    }
  }
  if (named !== undefined) findings.push(...explainCertificate(named, sender))
  return { findings, leftOut }
}

/** Looking around in a document costs the second engine many times as much, and decides nothing. */
function readByOurs(document: XmlDocument, { xml }: Circumstances): XmlDocument {
  if (xml === undefined || xml.name === 'arna') return document
  try {
    return scan(document.bytes, { maxBytes: document.bytes.length })
  } catch (error) {
    if (error instanceof XmlError) return document
    throw error
  }
}

const aboutCertificates: ReadonlySet<string> = new Set([
  'sender-certificate-not-registered',
  'sender-certificate-identity',
  'sender-unknown',
  'certificate-untrusted',
])

/** The registered certificate that KeyInfo means, else the one that stands in the message. */
function namedCertificate(
  { keyInfo, element, certificate }: ClaimedSignature,
  sender: InformationSystem | undefined,
): Certificate | undefined {
  if (keyInfo === undefined || sender === undefined) return certificate
  try {
    const reference = readKeyInfo(keyInfo, (id) => findById(element.document, id))
    return sender.certificates.find((one) => sameKey(reference, one)) ?? certificate
  } catch (error) {
    if (error instanceof SignatureError) return certificate
    throw error
  }
}

function leftOutChecks({ registry, trust, passwords }: Circumstances): LeftOutCode[] {
  const codes: LeftOutCode[] = []
  if (registry === undefined) codes.push('registry')
  else if (passwords === undefined) codes.push('password')
  if (trust === undefined) codes.push('trust')
  codes.push('delivery')
  return codes
}
