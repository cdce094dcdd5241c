import { createPrivateKey, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openDatabase } from '@arna/database'
import { changeRegistry } from '@arna/registry'
import { expect, onTestFinished, test } from 'vitest'
import { inForce } from '../../live/in-force.ts'
import { startSecondGateway } from '../../live/second-gateway.ts'
import { ask } from '../../live/journaled.ts'
import { startSmallWorld } from '../../live/small-world.ts'
import {
  accepts,
  letAnswer,
  post,
  refuses,
  signedRequest,
  timesDelivered,
} from '../../live/speak.ts'

test('a connection has one quota at all of them', async () => {
  const first = await startSmallWorld()
  const second = await startSecondGateway(first)
  const order = () => signedRequest({ in: first, serviceId: 'ThreeAnHour' })
  const counted = () =>
    ask<{ requests: number }>(
      first.databaseUrl,
      `select sum(requests)::int as requests from connection_load`,
    )

  for (let count = 0; count < 3; count++) await accepts(order(), { to: first })
  await expect.poll(counted, { timeout: 5_000 }).toEqual([{ requests: 3 }])
  // It has heard of none of them, until it has one of its own to tell.
  await accepts(order(), { to: second })
  await expect.poll(counted, { timeout: 5_000 }).toEqual([{ requests: 4 }])
  await expect.poll(async () => (await post(order(), { to: second })).status).toBe(503)
  // What goes wrong beside the messages is told to the log alone.
  const log = readFileSync(join(dirname(first.configFile), 'gateway.log'), 'utf8')
  expect(log).not.toMatch(/"level":[56]0/)
})

test('on one database: a repeat at another process gets the first answer, a publication is in force in each within a second', async () => {
  const first = await startSmallWorld()
  const second = await startSecondGateway(first)
  const order = (messageId: string, serviceId = 'Echo') =>
    signedRequest({ in: first, serviceId, message: { messageId } })

  const later = randomUUID()
  const text = order(later)
  const answer = await post(text, { to: first })
  const again = await post(text, { to: second })
  expect([again.status, again.text]).toEqual([200, answer.text])
  expect(again.headers.get('arna-repeat-of')).not.toBe(null)
  expect(await timesDelivered(later, first)).toBe(1)

  const inFlight = randomUUID()
  const held = order(inFlight, 'AnswersWhenTold')
  const underWay = post(held, { to: first })
  await expect.poll(() => timesDelivered(inFlight, first)).toBe(1)
  const repeat = post(held, { to: second })
  await letAnswer(inFlight, first)
  expect((await repeat).text).toBe((await underWay).text)
  expect(await timesDelivered(inFlight, first)).toBe(1)

  const database = openDatabase(first.databaseUrl)
  onTestFinished(() => database.close())
  const key = createPrivateKey(first.publicationKey)
  await database.transaction((transaction) =>
    changeRegistry(
      transaction,
      { environment: 'test', contour: 'inner' },
      { key },
      ({ source }) => ({
        source: {
          ...source,
          connections: source.connections.map((one) => ({ ...one, suspended: ['letter 8'] })),
        },
      }),
    ),
  )
  await Promise.all([inForce(first, 2), inForce(second, 2)])
  for (const to of [first, second]) {
    await refuses(signedRequest({ in: first }), 'connection-suspended', { to })
  }
})
