import { test } from 'vitest'
import { accepts, refuses, signedRequest } from '../../live/speak.ts'

const nested = (depth: number): string => `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`

test('a hundred levels of payload pass', async () => {
  await accepts(signedRequest({ payload: nested(100) }))
})

test.each([200, 100_000])('%d levels are refused', async (depth) => {
  const text = signedRequest({ payload: '<a>@</a>' }).replace('@', nested(depth))
  await refuses(text, 'xml-limit-exceeded')
})
