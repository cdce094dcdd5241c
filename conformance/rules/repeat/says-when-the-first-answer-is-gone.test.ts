import { randomUUID } from 'node:crypto'
import { test } from 'vitest'
import { ask } from '../../live/journaled.ts'
import { startSmallWorld } from '../../live/small-world.ts'
import { accepts, refuses, signedRequest } from '../../live/speak.ts'

test('and does not ask the provider again', async () => {
  const small = await startSmallWorld()
  const text = signedRequest({ in: small, message: { messageId: randomUUID() } })
  await accepts(text, { to: small })
  // As retention does it: a day of payloads goes as a whole.
  await ask(small.databaseUrl, 'drop table journal_payload cascade')
  await refuses(text, 'repeat-answer-gone', { to: small })
})
