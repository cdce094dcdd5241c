import { type BodyContent, Fault, faultFrom, openEnvelope } from '@arna/message'
import { type Certificate, parseCertificate, Trust } from '@arna/pki'
import {
  addressOf,
  type InformationSystem,
  mayCall,
  partySignature,
  PasswordCheckBusy,
  passwordIsRight,
  requestMode,
} from '@arna/registry'
import { arnaEngine, scan, type XmlDocument, XmlError } from '@arna/xml'
import { readTransportSignature, verifyTransportSignature, writeEnvelope } from '@arna/xml-security'
import type { Circumstances } from './circumstances.ts'
import { type Claim, readClaim } from './claim.ts'
import type { JudgedStage, Place } from './diagnosis.ts'

export interface Refusal {
  readonly fault: Fault
  readonly stage: JudgedStage
  readonly place?: Place
}

/** What the gateway would make of a message, and what was learnt on the way to its refusal. */
export interface Judgement {
  /** The first is the gateway's answer; the others would follow once it is mended. */
  readonly refusals: readonly Refusal[]
  readonly document?: XmlDocument
  readonly claimed?: Claim
  readonly sender?: InformationSystem
}

/** Nobody's registry takes more (see the words of the registry). */
const largest = 10 * 1024 * 1024

/**
 * The gateway's own stages, from the same packages and in its order; where it would stop, the checks that do not need
 * what failed are made all the same.
 */
export async function judge(bytes: Uint8Array, circumstances: Circumstances): Promise<Judgement> {
  const refusals: Refusal[] = []
  const refuse = (stage: JudgedStage, error: unknown): void => {
    const fault = faultFrom(error)
    const place = stage === 'envelope' && error instanceof XmlError ? placeOf(error) : undefined
    refusals.push({ fault, stage, ...(place && { place }) })
  }
  const mostBytes = circumstances.registry?.largestMessageBytes ?? largest
  if (bytes.byteLength > mostBytes) {
    refuse(
      'channel',
      new Fault('message-too-large', `the message is longer than ${mostBytes} bytes`),
    )
    return { refusals }
  }
  let document: XmlDocument
  try {
    document = (circumstances.xml ?? arnaEngine).scan(bytes, { maxBytes: mostBytes })
  } catch (error) {
    refuse('envelope', error)
    return { refusals }
  }
  const claimed = attempt(
    () => readClaim(openEnvelope(document).body),
    (error) => refuse('envelope', error),
  )
  const sender = claimed && claimedSender(document, claimed, circumstances)
  attempt(
    () => authenticateClaim(document, claimed, sender, circumstances),
    (error) => refuse('authenticate', error),
  )
  if (claimed !== undefined && sender !== undefined) {
    await checkPassword(claimed, sender, circumstances).catch((error: unknown) =>
      refuse('authenticate', error),
    )
  }
  const caller = sender ?? claimed?.sender
  const { calls, channel } = claimed ?? {}
  if (calls !== undefined && caller !== undefined && circumstances.registry !== undefined) {
    const { registry, now } = circumstances
    const access = attempt(
      () =>
        mayCall(registry, caller, {
          serviceId: calls.serviceId,
          ...(channel && { channel }),
          bytes: bytes.byteLength,
          now: now ?? new Date(),
        }),
      (error) => refuse('authorize', error),
    )
    attempt(
      () => {
        if (access === undefined) return
        const { service, connection } = access
        const isCalled = channel === 'sync' || requestMode(service, connection) === 'push'
        if (isCalled) addressOf(service, calls.routeId)
      },
      (error) => refuse('route', error),
    )
  }
  const passedOn = claimed?.passedOn
  if (passedOn !== undefined && refusals.length === 0) {
    attempt(
      () => writeAnew(passedOn()),
      (error) => refuse('deliver', error),
    )
  }
  return { refusals, document, ...(claimed && { claimed }), ...(sender && { sender }) }
}

function attempt<T>(work: () => T, refused: (error: unknown) => void): T | undefined {
  try {
    return work()
  } catch (error) {
    refused(error)
    return undefined
  }
}

/** Whom it says it is; where it may say nothing, the one system that has the certificate of the signature. */
function claimedSender(
  document: XmlDocument,
  { sender }: Claim,
  { registry }: Circumstances,
): InformationSystem | undefined {
  if (registry === undefined || sender !== undefined) {
    return sender && registry?.system(sender.senderId)
  }
  const signature = attempt(
    () => readTransportSignature(document),
    () => undefined,
  )
  return signature && registry.systemOf(signature.keyReference)
}

/** As the stage authenticate does; without a registry the certificate in the message stands for the registered one. */
function authenticateClaim(
  document: XmlDocument,
  claimed: Claim | undefined,
  sender: InformationSystem | undefined,
  circumstances: Circumstances,
): void {
  if (circumstances.registry !== undefined && claimed !== undefined && sender === undefined) {
    readTransportSignature(document)
    throw new Fault(
      'sender-unknown',
      claimed.sender === undefined
        ? 'the message names no sender, and its certificate does not tell one system: fill in sender'
        : `no system is registered as ${JSON.stringify(claimed.sender.senderId)}`,
    )
  }
  if (sender !== undefined) {
    const found = partySignature(document, sender, trustOf(circumstances))
    verifyTransportSignature(found.signature, found.certificate.publicKey)
    return
  }
  const signature = readTransportSignature(document, {
    tolerateTimestamp: circumstances.toleratesTimestamp === true,
    allowSha1: circumstances.allowSha1 === true,
  })
  const { keyReference } = signature
  // By issuer and serial number alone nobody but a registry can tell the key.
  if (keyReference.kind !== 'certificate') return
  const certificate = parseCertificate(keyReference.certificate)
  trustOf(circumstances).check(certificate)
  verifyTransportSignature(signature, certificate.publicKey)
}

/** Without anchors a certificate is believed to be issued honestly: its dates, usage and key are judged all the same. */
function trustOf({ trust, now }: Circumstances): Pick<Trust, 'check'> {
  const at = now ?? new Date()
  return {
    check: (certificate: Certificate) =>
      (trust ?? new Trust({ anchors: [certificate] })).check(certificate, { at }),
  }
}

/** Room for what stands around a payload that was itself read within the limits. */
const deepest = 128 + 64

/** The gateway writes its own envelope around the payload, which may then inherit more than one element can declare. */
function writeAnew(content: BodyContent): void {
  const bytes = writeEnvelope({ content })
  scan(bytes, { maxBytes: bytes.length, maxDepth: deepest })
}

async function checkPassword(
  { sender: claimed, needsPassword }: Claim,
  sender: InformationSystem,
  { passwords, now }: Circumstances,
): Promise<void> {
  const password = claimed?.password
  if (passwords === undefined || (password === undefined && !needsPassword)) return
  try {
    if (
      password !== undefined &&
      (await passwordIsRight(passwords, sender, password, now ?? new Date()))
    )
      return
  } catch (error) {
    // Nothing was decided about it: the diagnosis does not wait for a crowd.
    if (error instanceof PasswordCheckBusy) return
    throw error
  }
  throw new Fault(
    'sender-password-wrong',
    `the password of ${JSON.stringify(sender.senderId)} is wrong`,
  )
}

const placeOf = ({ offset, line, column }: XmlError): Place => ({ offset, line, column })
