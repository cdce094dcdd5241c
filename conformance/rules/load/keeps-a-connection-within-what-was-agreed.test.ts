import { expect, test } from 'vitest'
import { accepts, refuses, signedRequest, world } from '../../live/speak.ts'
import { ask } from '../../live/journaled.ts'

test('where the owner of the service says so', async () => {
  for (let count = 0; count < 3; count++) await accepts(signedRequest({ serviceId: 'ThreeAnHour' }))
  const answer = await refuses(signedRequest({ serviceId: 'ThreeAnHour' }), 'quota-exceeded')
  const seconds = Number(answer.headers.get('retry-after'))
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(7_200)
  await accepts(signedRequest({ serviceId: 'ThreeAnHour', as: 'elliptic' }))
})

test('and tells the operator, where nobody said so', async () => {
  for (let count = 0; count < 5; count++) {
    await accepts(signedRequest({ serviceId: 'ThreeAnHourByWish' }))
  }
  const events = () =>
    ask<{ event: string }>(
      world.databaseUrl,
      `select event from journal_event
       where event like 'alarm:load-%' and detail like '%ThreeAnHourByWish%' order by event`,
    )
  await expect
    .poll(async () => (await events()).map(({ event }) => event))
    .toEqual(['alarm:load-above-nominal', 'alarm:load-above-peak'])
})
