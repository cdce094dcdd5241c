import { expect, test } from 'vitest'
import {
  accepts,
  expectRefusal,
  letAnswer,
  type Order,
  post,
  signedRequest,
  timesDelivered,
  world,
} from '../../live/speak.ts'

/** How many messages wait for their place now. */
async function waiting(): Promise<number> {
  const metrics = await (await fetch(new URL('/metrics', world.url))).text()
  return Number(/^arna_messages\{.*state="waiting"\} (\d+)$/m.exec(metrics)?.[1])
}

const send = (messageId: string, order: Order) =>
  post(signedRequest({ ...order, message: { messageId } }))

test('a provider with one place gets one message at a time, others wait, and no more than that', async () => {
  const ask = (messageId: string, as: 'client' | 'elliptic' = 'client') =>
    send(messageId, { as, serviceId: 'OneAtATime' })
  const first = ask('place-1')
  await expect.poll(() => timesDelivered('place-1')).toBe(1)
  const second = ask('place-2', 'elliptic')
  await expect.poll(waiting).toBe(1)
  const third = ask('place-3')
  await expect.poll(waiting).toBe(2)
  const fourth = await ask('place-4')
  await expectRefusal(fourth, 'service-busy')
  expect(Number(fourth.headers.get('retry-after'))).toBeGreaterThan(0)
  await accepts(signedRequest())
  expect(await timesDelivered('place-2')).toBe(0)
  for (const id of ['place-1', 'place-2', 'place-3']) await letAnswer(id)
  const answers = await Promise.all([first, second, third])
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
})

test('a sender at its limit waits for its own message, and others do not', async () => {
  const first = send('own-place-1', { as: 'oneAtATime', serviceId: 'AnswersWhenTold' })
  await expect.poll(() => timesDelivered('own-place-1')).toBe(1)
  const second = post(signedRequest({ as: 'oneAtATime' }))
  await expect.poll(waiting).toBe(1)
  await expectRefusal(await post(signedRequest({ as: 'oneAtATime' })), 'sender-busy')
  await accepts(signedRequest())
  await letAnswer('own-place-1')
  expect((await first).status).toBe(200)
  expect((await second).status).toBe(200)
})
