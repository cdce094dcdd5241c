import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dateTime, isDateTime } from '../index.ts'

test.each([
  '2026-02-03T10:20:30',
  '2026-02-03T10:20:30Z',
  '2026-02-03T10:20:30+05:00',
  '2026-02-03T10:20:30.5+06:00',
  '2026-02-03T10:20:30.123456789-03:30',
  '2024-02-29T23:59:59',
  '2026-02-03T24:00:00',
])('%s is a date and time', (text) => {
  expect(isDateTime(text)).toBe(true)
})

test.each([
  '',
  '2026-02-03',
  '2026-02-03T10:20',
  '2026-02-03 10:20:30',
  '2026-02-29T10:20:30',
  '2026-13-01T10:20:30',
  '2026-00-01T10:20:30',
  '2026-02-03T24:00:01',
  '2026-02-03T10:60:30',
  '2026-02-03T10:20:60',
  '2026-02-03T10:20:30+0500',
  '2026-02-03T10:20:30+15:00',
  '2026-02-03T10:20:30+05:60',
  '2026-02-03T10:20:30.',
  '0000-02-03T10:20:30',
  '26-02-03T10:20:30',
  '03.02.2026 10:20:30',
])('%j is none', (text) => {
  expect(isDateTime(text)).toBe(false)
})

test('is written in the time of Kazakhstan with its offset', () => {
  expect(dateTime(new Date('2026-02-03T20:20:30.456Z'))).toBe('2026-02-04T01:20:30.456+05:00')
})

test('is the same moment at every offset', () => {
  const moment = fc.date({
    min: new Date('1000-01-02'),
    max: new Date('9999-12-30'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(moment, fc.integer({ min: -14 * 60, max: 14 * 60 }), (date, offsetMinutes) => {
      const text = dateTime(date, offsetMinutes)
      expect(isDateTime(text)).toBe(true)
      expect(new Date(text).getTime()).toBe(date.getTime())
    }),
  )
})
