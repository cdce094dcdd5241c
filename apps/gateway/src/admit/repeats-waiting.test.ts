import { setImmediate as nextTurn } from 'node:timers/promises'
import { Fault } from '@arna/message'
import { describe, expect, test } from 'vitest'
import { RepeatsWaiting } from './repeats-waiting.ts'

const sender = (senderId: string, maxConcurrent = 1000) => ({ senderId, maxConcurrent })

function fill(waiting: RepeatsWaiting, senderId: string, maxConcurrent?: number): (() => void)[] {
  const entered: (() => void)[] = []
  for (;;) {
    try {
      entered.push(waiting.enter(sender(senderId, maxConcurrent)))
    } catch (error) {
      if (error instanceof Fault && error.code === 'sender-busy') return entered
      throw error
    }
  }
}

describe('repeats that wait', () => {
  test('of one sender leave room for others', () => {
    const waiting = new RepeatsWaiting()
    expect(fill(waiting, 'greedy')).toHaveLength(64)
    expect(() => waiting.enter(sender('quiet'))).not.toThrow()
  })

  test('are no more than the sender may have under way', () => {
    expect(fill(new RepeatsWaiting(), 'small', 3)).toHaveLength(3)
  })

  test('are bounded together', () => {
    const waiting = new RepeatsWaiting()
    for (const name of ['a', 'b', 'c', 'd']) fill(waiting, name)
    expect(() => waiting.enter(sender('e'))).toThrow(
      expect.objectContaining({ code: 'gateway-overloaded', retryAfterSeconds: 5 }),
    )
  })

  test('give their places back', () => {
    const waiting = new RepeatsWaiting()
    for (const leave of fill(waiting, 'a')) leave()
    expect(fill(waiting, 'a')).toHaveLength(64)
  })

  test('read their answers a few at a time, and go on after a failure', async () => {
    const waiting = new RepeatsWaiting()
    let reading = 0
    let most = 0
    const read = async (index: number): Promise<number> => {
      most = Math.max(most, ++reading)
      await nextTurn()
      reading--
      if (index % 3 === 0) throw new Error('the database is away')
      return index
    }
    const all = Array.from({ length: 20 }, (_, index) => waiting.fewAtATime(() => read(index)))
    const settled = await Promise.allSettled(all)
    expect(most).toBe(2)
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(13)
  })
})
