import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { letAnswer, post, signedRequest, timesDelivered } from '../../live/speak.ts'

test('a repeat of what is under way waits and gets the same answer', async () => {
  const messageId = randomUUID()
  const text = signedRequest({ serviceId: 'AnswersWhenTold', message: { messageId } })
  const first = post(text)
  await expect.poll(() => timesDelivered(messageId)).toBe(1)
  const repeats = [post(text), post(text)]
  await letAnswer(messageId)
  const answer = await first
  for (const repeat of await Promise.all(repeats)) {
    expect([repeat.status, repeat.text]).toEqual([200, answer.text])
    expect(repeat.headers.get('arna-repeat-of')).not.toBe(null)
  }
  expect(await timesDelivered(messageId)).toBe(1)
})

test('of many at the same moment one is the first', async () => {
  const messageId = randomUUID()
  const text = signedRequest({ message: { messageId } })
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(text)))
  expect(new Set(answers.map((answer) => answer.text)).size).toBe(1)
  expect(answers.filter(({ headers }) => headers.get('arna-repeat-of') === null)).toHaveLength(1)
  expect(await timesDelivered(messageId)).toBe(1)
})
