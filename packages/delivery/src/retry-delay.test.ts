import { expect, test } from 'vitest'
import { retryDelaySeconds } from './retry-delay.ts'

const middle = (failures: number): number => retryDelaySeconds(failures, () => 0.5)

test('each failure doubles the delay, from two seconds to a quarter of an hour', () => {
  expect([1, 2, 3, 9, 10, 1_000].map(middle)).toEqual([2, 4, 8, 512, 900, 900])
})

test.each([1, 5, 1_000])('after %i failures it is spread by a fifth to either side', (failures) => {
  expect(retryDelaySeconds(failures, () => 0)).toBeCloseTo(0.8 * middle(failures))
  expect(retryDelaySeconds(failures, () => 1)).toBeCloseTo(1.2 * middle(failures))
})
