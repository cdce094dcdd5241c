import { Fault, readSendMessage } from '@arna/message'
import type { Trust } from '@arna/pki'
import {
  type InformationSystem,
  partySignature,
  type PasswordCheck,
  PasswordCheckBusy,
} from '@arna/registry'
import { readTransportSignature, verifyTransportSignature } from '@arna/xml-security'
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
  if (password === undefined || !(await isRight(password, sender, passwords))) {
    throw new Fault('sender-password-wrong', `the password of ${JSON.stringify(senderId)} is wrong`)
  }
  return { ...opened, sender, certificate, message }
}

async function isRight(
  password: string,
  sender: InformationSystem,
  passwords: PasswordCheck,
): Promise<boolean> {
  try {
    return await passwords.check(password, sender.passwordHash)
  } catch (error) {
    if (!(error instanceof PasswordCheckBusy)) throw error
    throw new Fault('gateway-overloaded', error.message, { cause: error, retryAfterSeconds: 1 })
  }
}
