import { describe, expect, test } from 'vitest'
import { UsageError } from './failure.ts'
import { timeFrom } from './time-words.ts'

const now = new Date('2026-11-27T12:00:00Z')

describe('a time on the command line', () => {
  test.each([
    ['30m', '2026-11-27T12:30:00.000Z'],
    ['12h', '2026-11-28T00:00:00.000Z'],
    ['7d', '2026-12-04T12:00:00.000Z'],
    ['2026-12-01T22:00:00+05:00', '2026-12-01T17:00:00.000Z'],
    ['2026-12-01T22:00Z', '2026-12-01T22:00:00.000Z'],
  ])('%s is %s', (text, wanted) => {
    expect(timeFrom('until', text, now).toISOString()).toBe(wanted)
  })

  test.each([
    ['', 'write a span'],
    ['7', 'write a span'],
    ['-7d', 'write a span'],
    ['tomorrow', 'write a span'],
    ['2026-12-01T22:00:00', 'with its offset'],
    ['2026-13-01T22:00:00Z', 'with its offset'],
    ['0m', 'over already'],
    ['2026-11-27T12:00:00Z', 'over already'],
    ['9999d', 'more than ten years'],
  ])('%j is refused', (text, message) => {
    expect(() => timeFrom('until', text, now)).toThrow(UsageError)
    expect(() => timeFrom('until', text, now)).toThrow(message)
  })
})
