import { Fault } from '@arna/message'
import { describe, expect, test } from 'vitest'
import { Places, type PlaceWish } from './places.ts'

const wish = (senderId: string, serviceId: string, limits: Partial<PlaceWish> = {}): PlaceWish => ({
  senderId,
  serviceId,
  senderPlaces: 4,
  servicePlaces: 2,
  ...limits,
})

/** The code of the fault that it throws, at once or later. */
async function refusal(take: () => unknown): Promise<string> {
  try {
    await take()
  } catch (error) {
    if (error instanceof Fault) return `${error.code}, again in ${error.retryAfterSeconds} s`
    throw error
  }
  return 'a place'
}

describe('places', () => {
  test('a service has no more messages under way than its places', async () => {
    const places = new Places()
    const leave = await places.take(wish('a', 'slow'))
    await places.take(wish('b', 'slow'))
    let entered = false
    const third = Promise.resolve(places.take(wish('c', 'slow'))).then((left) => {
      entered = true
      return left
    })
    expect(places.counts).toEqual({ underWay: 2, waiting: 1 })
    expect(entered).toBe(false)
    leave()
    await third
    expect(places.counts).toEqual({ underWay: 2, waiting: 0 })
  })

  test('a service that is full keeps nobody from another', async () => {
    const places = new Places()
    await places.take(wish('a', 'hangs'))
    await places.take(wish('a', 'hangs'))
    void Promise.resolve(places.take(wish('a', 'hangs'))).catch(() => {})
    expect(places.take(wish('a', 'lively'))).toBeTypeOf('function')
  })

  test('a full line is told so at once, and leaves room for other senders', async () => {
    const places = new Places()
    for (let count = 0; count < 2; count++) await places.take(wish('greedy', 's'))
    const waiting = Promise.resolve(places.take(wish('greedy', 's')))
    expect(await refusal(() => places.take(wish('greedy', 's')))).toBe('service-busy, again in 5 s')
    const quiet = Promise.resolve(places.take(wish('quiet', 's')))
    expect(places.counts.waiting).toBe(2)
    await Promise.race([waiting, quiet, Promise.resolve()])
  })

  test('the places of a service go to the waiting senders in turns', async () => {
    const places = new Places()
    const limits = { servicePlaces: 6, senderPlaces: 100 }
    const leaves = await Promise.all(
      Array.from({ length: 6 }, async () => places.take(wish('greedy', 's', limits))),
    )
    const order: string[] = []
    const enter = (senderId: string) =>
      Promise.resolve(places.take(wish(senderId, 's', limits))).then(() => order.push(senderId))
    const all = [enter('greedy'), enter('greedy'), enter('greedy'), enter('quiet')]
    for (const leave of leaves) leave()
    await Promise.all(all)
    expect(order).toEqual(['greedy', 'quiet', 'greedy', 'greedy'])
  })

  test('a sender at its limit is told that it is its own', async () => {
    const places = new Places({ longestWaitMs: 10 })
    const one = { senderPlaces: 1, servicePlaces: 10 }
    await places.take(wish('greedy', 'a', one))
    expect(await refusal(() => places.take(wish('greedy', 'b', one)))).toBe(
      'sender-busy, again in 1 s',
    )
    expect(places.counts).toEqual({ underWay: 1, waiting: 0 })
  })

  test('a place that one service gives back lets the same sender in at another', async () => {
    const places = new Places()
    const one = { senderPlaces: 1, servicePlaces: 10 }
    const leave = await places.take(wish('a', 'first', one))
    const second = places.take(wish('a', 'second', one))
    leave()
    expect(await second).toBeTypeOf('function')
  })

  test('leaving twice gives one place back', async () => {
    const places = new Places()
    const leave = await places.take(wish('a', 's'))
    await places.take(wish('a', 's'))
    leave()
    leave()
    expect(places.counts.underWay).toBe(1)
  })
})
