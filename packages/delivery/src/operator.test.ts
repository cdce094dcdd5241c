import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  claim,
  countWaiting,
  dueQueues,
  ends,
  findChain,
  findMessage,
  handOver,
  hasten,
  knownOfMessage,
  readdress,
  retry,
  returnLeases,
  tryNow,
  waitingLines,
  waitingMessages,
} from './index.ts'
import { openStore, type Store } from './test-setup/open-store.ts'

const worker = randomUUID()
const lease = { worker, seconds: 60 }

const takenFrom = async ({ database }: Store, queue: number): Promise<number[]> => {
  const taken = await claim(database, { queue, limit: 10, leaseSeconds: 60, worker })
  return taken.map(({ id }) => id)
}

describe('a message that ends while it waits behind another one', () => {
  test('leaves its place to the one behind it', async () => {
    const store = await openStore()
    const first = await store.accept({ lease })
    const second = await store.accept({ chain: first.chain })
    const third = await store.accept({ chain: first.chain })
    await store.end({ ...second, as: ends.stopped })
    expect(await takenFrom(store, first.queue)).toEqual([])
    await store.end(first)
    expect(await takenFrom(store, first.queue)).toEqual([third.id])
  })

  test('lets nobody who comes later go before the first', async () => {
    const store = await openStore()
    const first = await store.accept({ lease })
    const second = await store.accept({ chain: first.chain })
    const third = await store.accept({ chain: first.chain })
    await Promise.all([store.end(third), store.end(second)])
    const fourth = await store.accept({ chain: first.chain })
    expect(fourth.granted).toEqual({ note: 'behind' })
    await store.end(first)
    expect(await takenFrom(store, first.queue)).toEqual([fourth.id])
  })

  test('together with it leaves nothing behind', async () => {
    const store = await openStore()
    const first = await store.accept()
    const more = []
    for (let count = 0; count < 5; count++) more.push(await store.accept({ chain: first.chain }))
    await Promise.all([first, ...more.slice(0, 4)].map((one) => store.end(one)))
    expect(await store.database.query('select id, behind from delivery')).toEqual([
      { id: more[4]!.id, behind: null },
    ])
  })
})

describe('a message that is hastened', () => {
  test('is due at once, and still says why its last attempt failed', async () => {
    const store = await openStore()
    const { id, queue } = await store.accept({ lease })
    const failed = {
      id,
      hold: { worker, attempt: 1 },
      status: 'provider-timeout',
      detail: 'no answer',
    }
    await store.move(retry({ ...failed, delaySeconds: 3_600 }))
    expect(await store.move(hasten(id))).toBeDefined()
    expect(await findMessage(store.database, id)).toMatchObject({ status: 'provider-timeout' })
    expect(await takenFrom(store, queue)).toEqual([id])
  })

  test('is not taken out of the hands of a process', async () => {
    const store = await openStore()
    const { id, queue } = await store.accept({ lease })
    expect(await store.move(hasten(id))).toBeUndefined()
    expect(await takenFrom(store, queue)).toEqual([])
  })

  test('is handed over again when its receiver has not confirmed it', async () => {
    const store = await openStore()
    const { id, queue } = await store.accept({ lease })
    await store.move(handOver({ id, hold: { worker, attempt: 1 }, leaseSeconds: 3_600 }))
    expect(await store.move(hasten(id))).toBeDefined()
    expect(await takenFrom(store, queue)).toEqual([id])
  })

  test('tells every process that its receiver is to be tried', async () => {
    const store = await openStore()
    const { queue } = await store.accept()
    expect(await dueQueues(store.database)).toMatchObject([{ hastenedAt: undefined }])
    await tryNow(store.database, [queue])
    expect(await dueQueues(store.database)).toMatchObject([{ hastenedAt: expect.any(Date) }])
  })
})

describe('a chain that is readdressed', () => {
  const world = async () => {
    const store = await openStore()
    const name = { contour: 'inner', initiatorId: 'initiator', serviceId: 'Service' }
    const queue = await store.queues.open({ ...name, kind: 'message', receiverId: 'heir' })
    const move = (chain: number) =>
      store.move(readdress({ chain, from: 'provider', to: 'heir', queue: queue.id }))
    return { store, move, queue: queue.id }
  }

  test('goes to the new provider in its order, and is answered by it', async () => {
    const { store, move, queue } = await world()
    const first = await store.accept()
    const second = await store.accept({ chain: first.chain })
    expect(await move(first.chain)).toEqual({ note: `${first.id},${second.id}` })
    expect(await takenFrom(store, first.queue)).toEqual([])
    expect(await takenFrom(store, queue)).toEqual([first.id])
    expect(await findMessage(store.database, second.id)).toMatchObject({ receiverId: 'heir' })
    expect(await findChain(store.database, first.chain)).toMatchObject({ providerId: 'heir' })
    const answer = { chain: first.chain, from: 'provider', provider: 'heir' } as const
    expect((await store.accept(answer)).granted).toEqual({ note: undefined })
    const third = await store.accept({ chain: first.chain, provider: 'heir' })
    expect(third.granted).toEqual({ note: 'behind' })
  })

  test('takes no message any more that was meant for the former one', async () => {
    const { store, move } = await world()
    const { chain } = await store.accept()
    await move(chain)
    expect((await store.accept({ chain })).granted).toBeUndefined()
  })

  test('stays while somebody has a message of it in hands', async () => {
    const { store, move, queue } = await world()
    const first = await store.accept({ lease: { worker, seconds: 0 } })
    await store.accept({ chain: first.chain })
    expect(await move(first.chain)).toBeUndefined()
    await returnLeases(store.database)
    expect(await move(first.chain)).toBeDefined()
    expect(await takenFrom(store, queue)).toEqual([first.id])
  })

  test('stays when it is another one’s, or nothing of it waits', async () => {
    const { store, move } = await world()
    const one = await store.accept({ provider: 'stranger' })
    const two = await store.accept()
    await store.end(two)
    expect(await move(one.chain)).toBeUndefined()
    expect(await move(two.chain)).toBeUndefined()
    expect(await findChain(store.database, two.chain)).toMatchObject({ providerId: 'provider' })
  })

  test('begins anew: no delay and no error of the former one', async () => {
    const { store, move, queue } = await world()
    const { id, chain } = await store.accept({ lease })
    const failed = {
      id,
      hold: { worker, attempt: 1 },
      status: 'provider-timeout',
      detail: 'no answer',
    }
    await store.move(retry({ ...failed, delaySeconds: 3_600 }))
    await move(chain)
    expect(await findMessage(store.database, id)).toMatchObject({ status: undefined, attempts: 0 })
    expect(await takenFrom(store, queue)).toEqual([id])
  })
})

describe('what waits', () => {
  test('is counted by line, with the last error and what was delivered lately', async () => {
    const store = await openStore()
    const first = await store.accept({ lease })
    await store.accept({ chain: first.chain })
    const failed = await store.accept({ lease })
    const error = { status: 'provider-timeout', detail: 'no answer within 2 s' }
    await store.move(
      retry({ ...error, id: failed.id, hold: { worker, attempt: 1 }, delaySeconds: 60 }),
    )
    const confirmed = await store.accept({ lease })
    await store.move(handOver({ id: confirmed.id, hold: { worker, attempt: 1 }, leaseSeconds: 60 }))
    await store.end(await store.accept())
    const answer = await store.accept({ from: 'provider', chain: first.chain })
    await store.end(answer)
    expect(await waitingLines(store.database, { lateMinutes: 5 })).toMatchObject([
      { receiverId: 'initiator', waiting: 0, oldestAt: undefined, delivered: 1 },
      {
        receiverId: 'provider',
        initiatorId: 'initiator',
        serviceId: 'Service',
        kind: 'message',
        waiting: 1,
        inHands: 2,
        behind: 1,
        oldestAt: expect.any(Date),
        lastError: { ...error, messageId: failed.id, at: expect.any(Date) },
        delivered: 1,
      },
    ])
  })

  test('is found by number, receiver and service, the youngest first', async () => {
    const store = await openStore()
    const all = []
    for (const provider of ['a', 'b', 'a']) all.push(await store.accept({ provider }))
    await store.end(await store.accept({ provider: 'a' }))
    const found = async (selection: Parameters<typeof countWaiting>[1]): Promise<number[]> => {
      const ids: number[] = []
      for await (const some of waitingMessages(store.database, selection)) {
        ids.push(...some.map(({ id }) => id))
      }
      const counted = await countWaiting(store.database, selection)
      expect(counted.reduce((sum, { messages }) => sum + messages, 0)).toBe(ids.length)
      return ids
    }
    expect(await found({ receiverId: 'a' })).toEqual([all[2]!.id, all[0]!.id])
    expect(await found({ receiverId: 'a', contour: 'outer' })).toEqual([])
    expect(await found({ serviceId: 'Service' })).toHaveLength(3)
    expect(await found({ serviceId: 'Service', isDelayed: true })).toEqual([])
    expect(await found({ ids: [all[1]!.id, 999_999] })).toEqual([all[1]!.id])
  })

  test('is known with its chain and the others of it', async () => {
    const store = await openStore()
    const first = await store.accept({ lease })
    const second = await store.accept({ chain: first.chain })
    expect(await knownOfMessage(store.database, second.id)).toMatchObject({
      message: { id: second.id, state: 'ON_DELIVERY' },
      chain: { id: first.chain, initiatorId: 'initiator' },
      delivery: { behind: first.id, worker: undefined },
      statuses: [],
      others: [{ id: first.id, state: 'ON_DELIVERY' }],
    })
    expect(await knownOfMessage(store.database, 999_999)).toBeUndefined()
  })
})
