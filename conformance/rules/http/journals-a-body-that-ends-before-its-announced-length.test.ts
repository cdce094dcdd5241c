import { expect, test } from 'vitest'
import { ask } from '../../live/journaled.ts'
import { exchangeRaw, httpRequest } from '../../live/raw.ts'
import { delivered, signedRequest, world } from '../../live/speak.ts'

const incomplete = `select from journal_message where fault_code = 'http-body-incomplete'`

test('a connection that is cut leaves a record, and the provider sees nothing', async () => {
  const text = signedRequest()
  const before = await ask(world.databaseUrl, incomplete)
  const request = httpRequest(text, { 'Content-Length': String(text.length + 10_000) })
  await exchangeRaw(request, { halfCloses: true })
  await expect.poll(() => ask(world.databaseUrl, incomplete)).toHaveLength(before.length + 1)
  expect(await delivered(/<messageId>([^<]*)/.exec(text)![1]!)).toBe('nothing')
})
