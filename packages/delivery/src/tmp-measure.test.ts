import { expect, test } from 'vitest'
import { throwawayDatabase } from '@arna/testing'
import { countWaiting, waitingLines, waitingMessages } from './index.ts'

test('measure', { timeout: 600_000 }, async () => {
  const { database, drop } = await throwawayDatabase()
  const time = async (name: string, work: () => Promise<unknown>) => {
    for (let i = 0; i < 3; i++) {
      const t = performance.now()
      await work()
      console.log('MEASURED', name, (performance.now() - t).toFixed(0), 'ms')
    }
  }
  await database.query(`insert into delivery_queue (contour, kind, receiver_id, initiator_id, service_id)
    select 'inner', 'message', 'receiver-' || (i % 20), 'initiator-' || i, 'Service' || (i % 40) from generate_series(1, 400) i`)
  await database.query(`insert into delivery_message (id, chain, contour, session_id, digest, type, sender_id, receiver_id, service_id, accepted_at, state, ended_at)
    select i, i, 'inner', gen_random_uuid(), sha256(i::text::bytea), 'REQUEST', 'initiator-' || (i % 400), 'receiver-' || (i % 20), 'Service' || (i % 40), now() - make_interval(secs => (1200000 - i) / 300.0), case when i > 1000000 then 'DELIVERED' else 'ON_DELIVERY' end,
     case when i > 1000000 then now() - make_interval(secs => (1200000 - i) / 300.0) end
    from generate_series(1, 1200000) i`)
  await database.query(`insert into delivery (id, queue, about, due_at, expires_at, attempts, status, detail, status_at)
    select i, 1 + i % 400, i, now() - make_interval(secs => (1200000 - i) / 300.0), now() + interval '7 days', case when i % 5 = 0 then 1 else 0 end, case when i % 5 = 0 then 'provider-timeout' end, case when i % 5 = 0 then 'no answer within 30 s, and some more text to be long' end, case when i % 5 = 0 then now() - make_interval(secs => i / 100.0) end
    from generate_series(1, 1000000) i`)
  for (const state of ['fresh', 'vacuumed']) {
    await time(state + ' lines', () => waitingLines(database, { lateMinutes: 5 }))
    await time(state + ' count', () => countWaiting(database, { receiverId: 'receiver-3' }))
    await time(state + ' all portions of 1/20', async () => {
      let n = 0
      for await (const some of waitingMessages(database, { receiverId: 'receiver-3' }))
        n += some.length
      return n
    })
    await database.query('vacuum analyze delivery')
    await database.query('vacuum analyze delivery_message')
  }
  await drop()
  expect(1).toBe(1)
})
