import { createHmac, type KeyObject } from 'node:crypto'

/**
 * A receiver never sees a sender's password. The field carries 64 hex digits, as receivers know it from SHEP, made under
 * a key of the gateway from both names: stable for a pair, and telling nothing about the password.
 */
export const maskedPassword = (senderId: string, receiverId: string, maskKey: KeyObject): string =>
  createHmac('sha256', maskKey).update(`${senderId}\0${receiverId}`).digest('hex')
