import { createHash } from 'node:crypto'
import { Fault, readSendMessage } from '@arna/message'
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
import type { Authenticated, Opened } from '../exchange.ts'

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
export async function authenticate(
  opened: Opened,
  { trust, passwords }: Authentication,
): Promise<Authenticated> {
  const { senderId } = opened.claimed.sender
  const sender = opened.registry.system(senderId)
  if (sender === undefined) {
    // An unsigned message must not tell which names are registered: its signature is judged for any name.
    readTransportSignature(opened.document)
    throw new Fault('sender-unknown', `no system is registered as ${JSON.stringify(senderId)}`)
  }
  const { signature, certificate } = partySignature(opened.document, sender, trust)
  const { body } = verifyTransportSignature(signature, certificate.publicKey)
  const message = readSendMessage(body)
  const { password } = message.sender
  if (password === undefined || !(await isRight(password, sender, passwords, opened.receivedAt))) {
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
  password: string,
  sender: InformationSystem,
  passwords: PasswordCheck,
  receivedAt: Date,
): Promise<boolean> {
  try {
    return await passwordIsRight(passwords, sender, password, receivedAt)
  } catch (error) {
    if (!(error instanceof PasswordCheckBusy)) throw error
    throw new Fault('gateway-overloaded', error.message, { cause: error, retryAfterSeconds: 1 })
  }
}
