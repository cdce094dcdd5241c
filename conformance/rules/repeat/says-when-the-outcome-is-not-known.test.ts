import { randomUUID } from 'node:crypto'
import { expect, inject, onTestFinished, test } from 'vitest'
import { ask } from '../../live/journaled.ts'
import { refuses, post, signedRequest, timesDelivered } from '../../live/speak.ts'
import { startWorld } from '../../live/world.ts'

test('of a message whose gateway died, and the provider is not asked again', async () => {
  const {
    world: small,
    gateway,
    stop,
  } = await startWorld(inject('throwawayServer'), {
    members: ['client'],
    services: { maxTimeSeconds: 2 },
  })
  onTestFinished(stop)
  const messageId = randomUUID()
  const text = signedRequest({ in: small, serviceId: 'AnswersWhenTold', message: { messageId } })
  const first = post(text, { to: small }).catch(() => 'nobody answered')
  await expect.poll(() => timesDelivered(messageId, small)).toBe(1)
  await gateway.kill()
  expect(await first).toBe('nobody answered')
  await gateway.start()
  await refuses(text, 'outcome-unknown', { to: small, seen: true })
  expect(await timesDelivered(messageId, small)).toBe(1)
  await expect
    .poll(
      () =>
        ask(
          small.databaseUrl,
          `select kind from journal_message where message_id = $1 and repeat_of is null order by at`,
          [messageId],
        ),
      { timeout: 20_000, interval: 300 },
    )
    .toEqual([{ kind: 'admitted' }, { kind: 'unknown' }])
}, 40_000)
