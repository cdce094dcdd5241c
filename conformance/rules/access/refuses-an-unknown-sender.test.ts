import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each(['nobody', 'Client', 'client%', '__proto__', 'constructor', 'қ', "' or 1=1 --"])(
  '%j',
  async (senderId) => {
    const sender = { senderId, password: 'any' }
    await refuses(signedRequest({ message: { sender } }), 'sender-unknown')
  },
)
