import { expect, test } from 'vitest'
import { accepts, signedRequest } from '../../live/speak.ts'

const sessionId = '{0b2a1d3c-0000-4000-8000-000000000000}'

test('the sessionId of a sender is replaced; provider and sender read the same one', async () => {
  const { delivered, text } = await accepts(signedRequest({ message: { sessionId } }))
  const guid = /<sessionId>(\{[0-9a-f-]{36}\})<\/sessionId>/
  const given = guid.exec(delivered)?.[1]
  expect(given).toBeDefined()
  expect(given).not.toBe(sessionId)
  expect(guid.exec(text)?.[1]).toBe(given)
})
