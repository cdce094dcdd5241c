import { expect, test } from 'vitest'
import { startSmallWorld } from '../../live/small-world.ts'
import { ask } from '../../live/journaled.ts'
import { accepts, delivered, post, signedRequest } from '../../live/speak.ts'

test('a journal that is away stops the messages, and no more than them', async () => {
  const small = await startSmallWorld()
  await ask(small.databaseUrl, 'alter table journal_message rename to elsewhere')
  const text = signedRequest({ in: small })
  const answer = await post(text, { to: small })
  expect(answer.status).toBe(500)
  expect(answer.text).toContain('<errorData>journal-unavailable')
  expect(answer.headers.get('retry-after')).toBe('5')
  expect(await delivered(/<messageId>([^<]*)/.exec(text)![1]!, small)).toBe('nothing')
  await ask(small.databaseUrl, 'alter table elsewhere rename to journal_message')
  await accepts(signedRequest({ in: small }), { to: small })
})
