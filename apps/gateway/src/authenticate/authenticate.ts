import { createHash } from 'node:crypto'
import { Fault } from '@arna/message'
import type { Trust } from '@arna/pki'
import {
  type Contour,
  type InformationSystem,
  partySignature,
  type PasswordCheck,
  PasswordCheckBusy,
  passwordIsRight,
} from '@arna/registry'
import {
  readTransportSignature,
  type TransportSignature,
  verifyTransportSignature,
} from '@arna/xml-security'
import type { XmlElement } from '@arna/xml'
import type { Authenticated, Opened, Saying } from '../exchange.ts'

/** How a channel reads what is signed, and what its contract lets a sender leave out. */
export interface Contract<Message extends Saying> {
  read(body: XmlElement): Message
  /** The registered certificate is enough for what neither sends nor changes anything (Rules, appendix 1, 1.1). */
  needsPassword(message: Message): boolean
}

/** What this stage needs, and nothing more. */
export interface Authentication {
  readonly trust: Trust
  readonly passwords: PasswordCheck
}

/**
 * Who sent it (Rules, paragraphs 53, 54 and 58; appendix 6, scenario 2): the transport signature, login and password.
 * Cheap checks come first: no curve arithmetic for an unregistered certificate, and no scrypt, which costs a thousand
 * times more, for anybody who does not hold a registered key (docs/decisions/0012).
 */
export async function authenticate<Message extends Saying>(
  opened: Opened<Message>,
  { trust, passwords }: Authentication,
  contract: Contract<Message>,
): Promise<Authenticated<Message>> {
  const sender = claimedSender(opened)
  const { senderId } = sender
  const { signature, certificate } = partySignature(opened.document, sender, trust)
  const { body } = verifyTransportSignature(signature, certificate.publicKey)
  const message = contract.read(body)
  const password = message.sender?.password
  const isEnough = password === undefined && !contract.needsPassword(message)
  if (!isEnough && !(await isRight(password, sender, passwords, opened.receivedAt))) {
    throw new Fault('sender-password-wrong', `the password of ${JSON.stringify(senderId)} is wrong`)
  }
  return {
    ...opened,
    sender,
    certificate,
    message,
    signedDigest: signedDigest(opened.registry.contour, senderId, signature),
  }
}

/** Whoever it says it is; where the contract lets it say nothing, the one system that has the certificate of the signature. */
function claimedSender({ document, registry, claimed }: Opened<Saying>): InformationSystem {
  if (claimed.sender !== undefined) {
    const { senderId } = claimed.sender
    const sender = registry.system(senderId)
    if (sender !== undefined) return sender
    // An unsigned message must not tell which names are registered: its signature is judged for any name.
    readTransportSignature(document)
    throw new Fault('sender-unknown', `no system is registered as ${JSON.stringify(senderId)}`)
  }
  const { keyReference } = readTransportSignature(document)
  const sender = registry.systemOf(keyReference)
  if (sender !== undefined) return sender
  throw new Fault(
    'sender-unknown',
    'the message names no sender, and its certificate does not tell one system: fill in sender',
  )
}

/**
 * Of the Body alone: whatever the signature does not cover may differ in a repeat. Two gateways that share a database keep
 * their messages apart: the answer of one is signed by its own key.
 */
function signedDigest(
  contour: Contour,
  senderId: string,
  { body, covered }: TransportSignature,
): Buffer {
  const { digest, digestValue } = covered.find(({ element }) => element.is(body))!
  const about = `${contour}\0${senderId}\0${digest.uri}\0`
  return createHash('sha256').update(about).update(digestValue).digest()
}

async function isRight(
  password: string | undefined,
  sender: InformationSystem,
  passwords: PasswordCheck,
  receivedAt: Date,
): Promise<boolean> {
  if (password === undefined) return false
  try {
    return await passwordIsRight(passwords, sender, password, receivedAt)
  } catch (error) {
    if (!(error instanceof PasswordCheckBusy)) throw error
    throw new Fault('gateway-overloaded', error.message, { cause: error, retryAfterSeconds: 1 })
  }
}
