import { randomUUID } from 'node:crypto'
import { openDatabase } from '@arna/database'
import { describe, expect, test } from 'vitest'
import {
  claim,
  dueQueues,
  ends,
  fetch,
  findByDigest,
  findExpired,
  findMessage,
  forgetEnded,
  giveBack,
  handOver,
  numberOf,
  readContent,
  retry,
  returnLeases,
  told,
} from './index.ts'
import { openStore, type Store } from './test-setup/open-store.ts'

const worker = randomUUID()
const minute = { limit: 10, leaseSeconds: 60, worker }

const idsIn = async ({ database }: Store, queue: number): Promise<number[]> =>
  (await claim(database, { ...minute, queue })).map(({ id }) => id)

describe('an accepted message', () => {
  test('waits for its receiver, and is handed to one worker', async () => {
    const store = await openStore()
    const { id, queue } = await store.accept({ text: '<messageInfo>Ә</messageInfo>' })
    const [mine] = await claim(store.database, { ...minute, queue })
    expect(mine).toMatchObject({ id, attempt: 1, message: { state: 'ON_DELIVERY' } })
    expect(await idsIn(store, queue)).toEqual([])
  })

  test('is found without reading all that waits, though nothing had waited for long', async () => {
    const store = await openStore()
    const first = await store.accept()
    await store.end(first)
    await store.database.query('vacuum (analyze)')
    const connection = openDatabase(store.url, { max: 1 })
    const order = { ...minute, queue: first.queue }
    for (let time = 0; time < 10; time++) expect(await claim(connection, order)).toEqual([])
    await Promise.all(Array.from({ length: 1_000 }, () => store.accept()))
    for (let time = 0; time < 5; time++) expect(await claim(connection, order)).toHaveLength(10)
    await connection.close()
    const [read] = await store.database.query<{ rows: number }>(
      `select sum(seq_tup_read)::bigint as rows from pg_stat_user_tables where relname in ('delivery', 'delivery_content')`,
    )
    expect(read!.rows).toBeLessThan(1_000)
  })

  test('is stored once, whoever sends the same signed bytes again', async () => {
    const store = await openStore()
    const all = await Promise.all(Array.from({ length: 20 }, () => store.accept({ signed: 'a' })))
    const stored = all.filter(({ granted }) => granted !== undefined)
    expect(stored).toHaveLength(1)
    expect(await idsIn(store, stored[0]!.queue)).toEqual([stored[0]!.id])
  })

  test('that is long is read by itself', async () => {
    const store = await openStore()
    const { id, queue } = await store.accept({ text: 'x'.repeat(300_000) })
    expect(await claim(store.database, { ...minute, queue })).toMatchObject([{ content: 'apart' }])
    expect((await readContent(store.database, id))?.bytes.byteLength).toBe(300_028)
  })

  test('that its worker gives back waits as if nobody had had it', async () => {
    const store = await openStore()
    const { id, queue } = await store.accept()
    await claim(store.database, { ...minute, queue })
    await giveBack(store.database, id, { worker, attempt: 1 })
    expect(await claim(store.database, { ...minute, queue })).toMatchObject([{ id, attempt: 1 }])
  })

  test('is not given back by who had it for an earlier attempt', async () => {
    const store = await openStore()
    const { id, queue } = await store.accept({ lease: { worker, seconds: 0 } })
    await returnLeases(store.database)
    await claim(store.database, { ...minute, queue })
    await giveBack(store.database, id, { worker, attempt: 1 })
    expect(await idsIn(store, queue)).toEqual([])
  })

  test('that is handed over at once is taken by nobody else', async () => {
    const store = await openStore()
    const { queue } = await store.accept({ lease: { worker, seconds: 60 } })
    expect(await idsIn(store, queue)).toEqual([])
    expect(await dueQueues(store.database)).toEqual([])
  })

  test('comes back when its worker does not', async () => {
    const store = await openStore()
    const { id, queue } = await store.accept({ lease: { worker, seconds: 0 } })
    expect(await returnLeases(store.database)).toBe(1)
    expect(await idsIn(store, queue)).toEqual([id])
  })

  test('ends once', async () => {
    const store = await openStore()
    const one = await store.accept()
    const granted = await Promise.all([store.end(one), store.end(one), store.end(one)])
    expect(granted.filter((each) => each !== undefined)).toHaveLength(1)
    expect(await idsIn(store, one.queue)).toEqual([])
    expect(await findMessage(store.database, one.id)).toMatchObject({
      state: 'DELIVERED',
      status: 'delivered',
    })
    expect(await store.database.query('select from delivery_content')).toEqual([])
  })

  test('whose attempt failed waits, and says why', async () => {
    const store = await openStore()
    const { id, queue } = await store.accept({ lease: { worker, seconds: 60 } })
    const hold = { worker, attempt: 1 }
    const again = { id, hold, status: 'provider-timeout', detail: 'no answer within 30 s' }
    await store.move(retry({ ...again, delaySeconds: 3_600 }))
    expect(await idsIn(store, queue)).toEqual([])
    expect(await findMessage(store.database, id)).toMatchObject({
      state: 'ON_DELIVERY',
      status: 'provider-timeout',
      attempts: 1,
    })
    await store.move(retry({ ...again, hold: undefined, delaySeconds: 0 }))
    expect(await idsIn(store, queue)).toEqual([id])
  })

  test('that its receiver asks for again stays with the worker that has it', async () => {
    const store = await openStore()
    const { id, queue } = await store.accept({ lease: { worker, seconds: 60 } })
    const again = { id, delaySeconds: 0, status: 'provider-fault', detail: 'again' }
    expect(await store.move(retry(again))).toBeDefined()
    expect(await idsIn(store, queue)).toEqual([])
    expect(await store.move(retry({ ...again, hold: { worker, attempt: 1 } }))).toBeDefined()
    expect(await idsIn(store, queue)).toEqual([id])
  })

  test('is not sent back by a worker that has lost it', async () => {
    const store = await openStore()
    const { id } = await store.accept({ lease: { worker, seconds: 60 } })
    const hold = { worker: randomUUID(), attempt: 1 }
    const other = { id, hold, delaySeconds: 0, status: 'x', detail: '' }
    expect(await store.move(retry(other))).toBeUndefined()
    expect(await store.move(handOver({ ...other, leaseSeconds: 1 }))).toBeUndefined()
  })

  test('that is asked for again and again by its receiver is not put off by that, and every asker is heard', async () => {
    const store = await openStore()
    const { id, queue } = await store.accept()
    const again = { id, delaySeconds: 3_600, status: 'provider-fault', detail: 'again' }
    const heard = await Promise.all(Array.from({ length: 5 }, () => store.move(retry(again))))
    expect(heard).not.toContain(undefined)
    expect(await idsIn(store, queue)).toEqual([id])
  })

  test('is not touched by what was written late of an earlier attempt', async () => {
    const store = await openStore()
    const { id, queue } = await store.accept({ lease: { worker, seconds: 0 } })
    await returnLeases(store.database)
    await claim(store.database, { ...minute, queue })
    const late = { id, hold: { worker, attempt: 1 }, delaySeconds: 0, status: 'x', detail: '' }
    expect(await store.move(retry(late))).toBeUndefined()
    expect(await store.move(handOver({ ...late, leaseSeconds: 1 }))).toBeUndefined()
    expect(await idsIn(store, queue)).toEqual([])
  })

  test('that its receiver has to confirm comes again after the lease', async () => {
    const store = await openStore()
    const { id, queue } = await store.accept({ lease: { worker, seconds: 60 } })
    await store.move(handOver({ id, hold: { worker, attempt: 1 }, leaseSeconds: 0 }))
    expect(await findMessage(store.database, id)).toMatchObject({ status: 'handed-over' })
    await returnLeases(store.database)
    expect(await idsIn(store, queue)).toEqual([id])
  })

  test('is found by its signed bytes and its id, and by nothing else', async () => {
    const store = await openStore()
    const { id, chain } = await store.accept({ signed: 'a' })
    const [{ digest }] = (await store.database.query<{ digest: Buffer }>(
      'select digest from delivery_message',
    )) as [{ digest: Buffer }]
    expect(await findByDigest(store.database, digest)).toMatchObject({ id, chain })
    expect(await findByDigest(store.database, Buffer.alloc(32))).toBeUndefined()
    expect(await findMessage(store.database, 999_999)).toBeUndefined()
  })

  test('whose time is over is found, unless somebody has it', async () => {
    const store = await openStore()
    const { id } = await store.accept({ expirySeconds: 0 })
    await store.accept({ expirySeconds: 0, lease: { worker, seconds: 60 } })
    await store.accept()
    expect((await findExpired(store.database, 'inner')).map((one) => one.id)).toEqual([id])
  })

  test('is forgotten with its chain some time after its end, and not before', async () => {
    const store = await openStore()
    const one = await store.accept()
    const two = await store.accept()
    await store.end(one)
    await forgetEnded(store.database, 1)
    expect(await findMessage(store.database, one.id)).toBeDefined()
    await store.database.query(
      `update delivery_message set ended_at = ended_at - interval '2 days'`,
    )
    await store.database.query(
      `update delivery_chain set opened_at = opened_at - interval '2 days'`,
    )
    await forgetEnded(store.database, 1)
    expect(await findMessage(store.database, one.id)).toBeUndefined()
    expect(await findMessage(store.database, two.id)).toBeDefined()
    expect(await store.database.query('select id from delivery_chain')).toEqual([{ id: two.chain }])
  })
})

describe('within a chain', () => {
  test('a message to one side waits until the one before it has ended', async () => {
    const store = await openStore()
    const first = await store.accept()
    const second = await store.accept({ chain: first.chain })
    const third = await store.accept({ chain: first.chain, lease: { worker, seconds: 60 } })
    expect([second.granted, third.granted]).toEqual([{ note: 'behind' }, { note: 'behind' }])
    expect(await idsIn(store, first.queue)).toEqual([first.id])
    expect(await store.end(first)).toEqual({ note: String(first.queue) })
    expect(await idsIn(store, first.queue)).toEqual([second.id])
    await store.end(second)
    expect(await idsIn(store, first.queue)).toEqual([third.id])
  })

  test('the two sides do not wait for each other', async () => {
    const store = await openStore()
    const first = await store.accept()
    const answer = await store.accept({ chain: first.chain, from: 'provider' })
    expect(answer.granted).toEqual({ note: undefined })
    expect(await idsIn(store, answer.queue)).toEqual([answer.id])
  })

  test('no message stays behind one that ended at the same moment', async () => {
    const store = await openStore()
    for (let round = 0; round < 60; round++) {
      const first = await store.accept()
      const [second] = await Promise.all([
        store.accept({ chain: first.chain }),
        store.end(first),
        store.end(await store.accept()),
      ])
      expect(await idsIn(store, second.queue)).toEqual([second.id])
    }
  })
})

describe('a status', () => {
  test('is to be told to the sender from the moment of the end', async () => {
    const store = await openStore()
    const one = await store.accept()
    const queue = await store.queues.open({
      contour: 'inner',
      kind: 'status',
      receiverId: 'initiator',
      initiatorId: 'initiator',
      serviceId: 'Service',
    })
    const id = await store.numbers.next()
    await store.end({
      ...one,
      as: ends.refused,
      detail: 'no',
      error: { errorCode: 'X' },
      notification: { id, queue: queue.id, expirySeconds: 60, lease: undefined },
    })
    const [mine] = await claim(store.database, { ...minute, queue: queue.id })
    expect(mine).toMatchObject({
      id,
      content: undefined,
      message: {
        id: one.id,
        state: 'NOT_DELIVERED',
        status: 'receiver-refused',
        detail: 'no',
        error: { errorCode: 'X' },
      },
    })
    expect(await store.move(told(id))).toBeDefined()
    expect(await store.move(told(id))).toBeUndefined()
  })
})

describe('a receiver that fetches', () => {
  test('gets the oldest of all its lines first, each once within the lease', async () => {
    const store = await openStore()
    const lines = ['a', 'b', 'c', 'a', 'b', 'c']
    const all = []
    for (const initiator of lines) all.push(await store.accept({ initiator }))
    const order = {
      queues: [...new Set(all.map(({ queue }) => queue))],
      leaseSeconds: 0,
      mostBytes: 1e6,
    }
    const ids = async (limit: number): Promise<number[]> =>
      (await fetch(store.database, { ...order, limit })).map(({ id }) => id)
    const expected = all.map(({ id }) => id)
    expect(await ids(4)).toEqual(expected.slice(0, 4))
    expect(await ids(4)).toEqual(expected.slice(4))
    await returnLeases(store.database)
    expect(await ids(100)).toEqual(expected)
  })

  test('gets one message by its id again, and what a worker has not', async () => {
    const store = await openStore()
    const one = await store.accept()
    const taken = await store.accept({ lease: { worker, seconds: 60 } })
    const order = { queues: [one.queue], limit: 5, leaseSeconds: 60, mostBytes: 1e6 }
    const ids = async (messageId: number): Promise<number[]> =>
      (await fetch(store.database, { ...order, messageId })).map(({ id }) => id)
    expect(await ids(one.id)).toEqual([one.id])
    expect(await ids(one.id)).toEqual([one.id])
    expect(await ids(taken.id)).toEqual([])
  })

  test('gets the messages of one chain', async () => {
    const store = await openStore()
    const one = await store.accept()
    await store.accept()
    const order = {
      queues: [one.queue],
      limit: 5,
      leaseSeconds: 60,
      mostBytes: 1e6,
      chain: one.chain,
    }
    expect((await fetch(store.database, order)).map(({ id }) => id)).toEqual([one.id])
  })

  test('and several at a time get every message once', async () => {
    const store = await openStore()
    const all = await Promise.all(Array.from({ length: 100 }, () => store.accept()))
    const order = { queues: [all[0]!.queue], limit: 7, leaseSeconds: 60, mostBytes: 1e6 }
    const got: number[] = []
    const taker = async (): Promise<void> => {
      for (;;) {
        const some = await fetch(store.database, order)
        got.push(...some.map(({ id }) => id))
        if (some.length === 0 && got.length >= all.length) return
      }
    }
    await Promise.all(Array.from({ length: 5 }, taker))
    const ascending = (a: number, b: number): number => a - b
    expect(got.toSorted(ascending)).toEqual(all.map(({ id }) => id).toSorted(ascending))
  })

  test('gets as much as fits into one answer, and one message whatever it has', async () => {
    const store = await openStore()
    const all = []
    for (const length of [300, 300, 900, 10]) {
      all.push(await store.accept({ text: 'x'.repeat(length) }))
    }
    const order = { queues: [all[0]!.queue], limit: 10, leaseSeconds: 60, mostBytes: 800 }
    const ids = async (): Promise<number[]> =>
      (await fetch(store.database, order)).map(({ id }) => id)
    expect(await ids()).toEqual([all[0]!.id, all[1]!.id])
    expect(await ids()).toEqual([all[2]!.id])
    expect(await ids()).toEqual([all[3]!.id])
  })

  test('is told what it had before', async () => {
    const store = await openStore()
    const { id, queue } = await store.accept({ lease: { worker, seconds: 60 } })
    const failed = { status: 'provider-timeout', detail: 'no answer', delaySeconds: 0 }
    await store.move(retry({ id, hold: { worker, attempt: 1 }, ...failed }))
    const order = { queues: [queue], limit: 5, leaseSeconds: 0, mostBytes: 1e6 }
    expect(await fetch(store.database, order)).toMatchObject([{ wasHandedOver: false }])
    await returnLeases(store.database)
    expect(await fetch(store.database, order)).toMatchObject([{ wasHandedOver: true }])
  })
})

test('lines that have something due are found with the time of their first', async () => {
  const store = await openStore()
  const a = await store.accept({ provider: 'a' })
  await store.accept({ provider: 'a' })
  const b = await store.accept({ provider: 'b' })
  expect((await dueQueues(store.database)).map(({ id }) => id)).toEqual([a.queue, b.queue])
})

test('numbers are unique over processes', async () => {
  const store = await openStore()
  const drawn = await Promise.all(Array.from({ length: 350 }, () => store.numbers.next()))
  expect(new Set(drawn).size).toBe(350)
})

test.each([
  ['12', 12],
  ['', undefined],
  ['1a', undefined],
  ['-1', undefined],
  ['99999999999999999999', undefined],
])('%j on the wire is the number %j', (text, number) => {
  expect(numberOf(text)).toBe(number)
})
