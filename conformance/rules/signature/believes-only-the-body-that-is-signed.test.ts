import { expect, test } from 'vitest'
import { envelope, forge, security, sendMessage } from '../../live/forge.ts'
import { accepts } from '../../live/speak.ts'

test('a SendMessage in a header is not read', async () => {
  const forged = sendMessage({ message: { messageId: 'forged' } })
  const { delivered } = await accepts(forge(envelope({ header: forged + security() })))
  expect(delivered).not.toContain('forged')
})
