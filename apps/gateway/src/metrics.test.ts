import { expect, test } from 'vitest'
import { openMetrics, type Waiting } from './metrics.ts'

const waiting: readonly Waiting[] = [
  {
    receiverId: 'archive',
    kind: 'message',
    count: 3,
    oldestAt: new Date(Date.now() - 90_000),
  },
]

test('what waits for whom is told where parties may be named', async () => {
  const metrics = openMetrics(() => 0, { namesParties: true })
  metrics.forInstance('inner').waiting(() => Promise.resolve(waiting))
  const text = await metrics.text()
  expect(text).toContain(
    'arna_deliveries_waiting{instance="inner",receiver="archive",kind="message"} 3',
  )
  const [, seconds] =
    /^arna_delivery_oldest_seconds\{instance="inner",receiver="archive",kind="message"\} (.+)$/m.exec(
      text,
    )!
  expect(Number(seconds)).toBeGreaterThanOrEqual(90)
})

test('and nowhere else', async () => {
  const metrics = openMetrics(() => 0)
  metrics.forInstance('inner').waiting(() => Promise.resolve(waiting))
  expect(await metrics.text()).not.toContain('archive')
})

test('a database that is away takes no other figure with it', async () => {
  const metrics = openMetrics(() => 7, { namesParties: true })
  metrics.forInstance('inner').waiting(() => Promise.reject(new Error('away')))
  expect(await metrics.text()).toContain('arna_bytes_under_way 7')
})
