import { describe, expect, test } from 'vitest'
import { Turns } from './turns.ts'

/** Work that holds the processor for longer than a round lasts. */
function busy(milliseconds: number): void {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}

describe('turns', () => {
  test('a quiet line comes next, however long the line of another is', async () => {
    const turns = new Turns()
    const done: string[] = []
    const step = (line: string) =>
      turns.run(line, () => {
        busy(0.6)
        done.push(line)
      })
    const greedy = Array.from({ length: 100 }, () => step('greedy'))
    await greedy[2]
    await step('quiet')
    expect(done.length).toBeLessThan(8)
    expect(done.at(-1)).toBe('quiet')
    await Promise.all(greedy)
    expect(done).toHaveLength(101)
  })

  test('within a line the order is that of arrival', async () => {
    const turns = new Turns()
    const done: number[] = []
    await Promise.all([1, 2, 3, 4, 5].map((n) => turns.run('one', () => done.push(n))))
    expect(done).toEqual([1, 2, 3, 4, 5])
  })

  test('input and output get their chance between two rounds', async () => {
    const turns = new Turns()
    let served = 0
    const line = Array.from({ length: 50 }, () =>
      turns.run('greedy', () => {
        busy(0.6)
        served++
      }),
    )
    const servedWhenTimerRan = await new Promise<number>((resolve) =>
      setTimeout(() => resolve(served), 0),
    )
    expect(servedWhenTimerRan).toBeLessThan(10)
    await Promise.all(line)
  })

  test('what the work returns comes back, and what it throws', async () => {
    const turns = new Turns()
    expect(await turns.run('a', () => 7)).toBe(7)
    expect(await turns.run('a', () => Promise.resolve(8))).toBe(8)
    await expect(
      turns.run('a', () => {
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    await expect(turns.run('a', () => Promise.reject(new Error('later')))).rejects.toThrow('later')
  })
})
