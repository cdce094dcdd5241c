import { expect, test } from 'vitest'
import {
  accepts,
  expectRefusal,
  letAnswer,
  post,
  signedRequest,
  timesDelivered,
} from '../../live/speak.ts'

test('a provider with one place gets one message at a time, a second one waits, and no more than that', async () => {
  const wait = (messageId: string, as: 'client' | 'elliptic' = 'client') =>
    post(signedRequest({ as, serviceId: 'OneAtATime', message: { messageId } }))
  const first = wait('place-1')
  await expect.poll(() => timesDelivered('place-1')).toBe(1)
  const second = wait('place-2', 'elliptic')
  const third = wait('place-3')
  const crowd = await wait('place-4')
  await expectRefusal(crowd, 'service-busy')
  expect(Number(crowd.headers.get('retry-after'))).toBeGreaterThan(0)
  await accepts(signedRequest())
  expect(await timesDelivered('place-2')).toBe(0)
  for (const id of ['place-1', 'place-2', 'place-3']) await letAnswer(id)
  const answers = await Promise.all([first, second, third])
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
})

test('a sender at its limit waits for its own message, and others do not', async () => {
  const messageId = 'own-place-1'
  const first = post(
    signedRequest({ as: 'oneAtATime', serviceId: 'OneAtATime', message: { messageId } }),
  )
  await expect.poll(() => timesDelivered(messageId)).toBe(1)
  const second = post(signedRequest({ as: 'oneAtATime' }))
  const third = await post(signedRequest({ as: 'oneAtATime' }))
  await expectRefusal(third, 'sender-busy')
  await accepts(signedRequest())
  await letAnswer(messageId)
  expect((await first).status).toBe(200)
  expect((await second).status).toBe(200)
})
