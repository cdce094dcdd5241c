import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { ask } from '../../live/journaled.ts'
import { startSmallWorld } from '../../live/small-world.ts'
import { accepts, refuses, signedRequest, timesDelivered } from '../../live/speak.ts'

test('and does not ask the provider again', async () => {
  const small = await startSmallWorld()
  const messageId = randomUUID()
  const text = signedRequest({ in: small, message: { messageId } })
  await accepts(text, { to: small })
  // As retention does it: a day of payloads goes as a whole.
  const days = await ask<{ day: string }>(
    small.databaseUrl,
    `select inhrelid::regclass::text as day from pg_inherits
     where inhparent = 'journal_hold'::regclass and inhrelid::regclass::text not like '%default'`,
  )
  for (const { day } of days) await ask(small.databaseUrl, `drop table ${day}`)
  await refuses(text, 'repeat-answer-gone', { to: small, seen: true })
  expect(await timesDelivered(messageId, small)).toBe(1)
})
