import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { post, refuses, signedRequest, timesDelivered } from '../../live/speak.ts'

test('to the same signed bytes, byte for byte and marked, and the provider sees them once', async () => {
  const messageId = randomUUID()
  const text = signedRequest({ message: { messageId } })
  const first = await post(text)
  const again = await post(text)
  expect(first.headers.get('arna-repeat-of')).toBe(null)
  expect([again.status, again.text]).toEqual([200, first.text])
  expect(again.headers.get('arna-repeat-of')).toBe(/<sessionId>(\{[^<]+\})</.exec(first.text)?.[1])
  expect(await timesDelivered(messageId)).toBe(1)
})

test('at every path, and when only the unsigned parts differ', async () => {
  const messageId = randomUUID()
  const text = signedRequest({ message: { messageId } })
  const first = await post(text)
  const elsewhere = await post(text, { path: '/bip-sync/' })
  const respelled = await post(text.replace('<soap:Header>', '<soap:Header >  '))
  expect([elsewhere.text, respelled.text]).toEqual([first.text, first.text])
  expect(await timesDelivered(messageId)).toBe(1)
})

test('when it was a fault of the provider, too', async () => {
  const messageId = randomUUID()
  const text = signedRequest({ serviceId: 'AnswersAFault', message: { messageId } })
  const first = await post(text)
  const again = await post(text)
  expect([again.status, again.text]).toEqual([500, first.text])
  expect(await timesDelivered(messageId)).toBe(1)
})

test('but not to bytes that were refused before anybody saw them', async () => {
  const text = signedRequest({ serviceId: 'NobodyListens' })
  await refuses(text, 'provider-unreachable')
  const again = await refuses(text, 'provider-unreachable')
  expect(again.headers.get('arna-repeat-of')).toBe(null)
})

test('not where the registry says that each message is a new one', async () => {
  const messageId = randomUUID()
  const text = signedRequest({ serviceId: 'EachIsNew', message: { messageId } })
  for (let count = 0; count < 2; count++) {
    expect((await post(text)).headers.get('arna-repeat-of')).toBe(null)
  }
  expect(await timesDelivered(messageId)).toBe(2)
})
