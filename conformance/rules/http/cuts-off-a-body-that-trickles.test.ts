import { expect, test } from 'vitest'
import { ask } from '../../live/journaled.ts'
import { httpRequest, readAnswer, trickle } from '../../live/raw.ts'
import { startSmallWorld } from '../../live/small-world.ts'
import { delivered, signedRequest } from '../../live/speak.ts'

test.each([
  ['of an announced length', (text: string) => httpRequest(text)],
  [
    'in chunks',
    (text: string) =>
      httpRequest('', { 'Content-Length': '', 'Transfer-Encoding': 'chunked' }) +
      text.replaceAll(/./gs, (letter) => `${Buffer.byteLength(letter)}\r\n${letter}\r\n`),
  ],
])('a body %s is not waited for, and leaves a record', async (_what, request) => {
  const small = await startSmallWorld({ requestSeconds: 1 })
  const text = signedRequest({ in: small })
  const answer = readAnswer(await trickle(request(text), { to: small, startsAt: 300 }))
  expect(answer.status).toBe(408)
  expect(answer.text).toBe('The request did not arrive in time.\n')
  const records = () => ask(small.databaseUrl, 'select kind, fault_code from journal_message')
  const cut = { kind: 'refused', fault_code: 'http-body-incomplete' }
  await expect.poll(records, { timeout: 10_000 }).toEqual([cut])
  expect(await delivered(/<messageId>([^<]*)/.exec(text)![1]!, small)).toBe('nothing')
})
