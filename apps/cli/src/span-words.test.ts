import { expect, test } from 'vitest'
import { spanText, whenText } from './span-words.ts'

test.each([
  [-5, '0 s'],
  [40_900, '40 s'],
  [60_000, '1 min'],
  [3_599_000, '59 min'],
  [7_500_000, '2 h 5 min'],
  [7_200_000, '2 h'],
  [86_400_000, '1 d'],
  [273_600_000, '3 d 4 h'],
])('%d ms are said as %s', (ms, text) => {
  expect(spanText(ms)).toBe(text)
})

test('a moment is ahead or over', () => {
  const now = new Date('2026-12-01T10:00:00Z')
  expect(whenText(new Date('2026-12-01T10:15:00Z'), now)).toBe('in 15 min')
  expect(whenText(new Date('2026-12-01T09:59:20Z'), now)).toBe('40 s ago')
})
