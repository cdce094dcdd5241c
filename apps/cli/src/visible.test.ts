import { expect, test } from 'vitest'
import { visible, visibleLines } from './visible.ts'

test.each([
  ['a\u001b[31mb', String.raw`a\u001b[31mb`],
  ['a\u009b31mb', String.raw`a\u009b31mb`],
  ['a\nfinished', String.raw`a\u000afinished`],
  ['a\u2028b\u202ec\u2067d', String.raw`a\u2028b\u202ec\u2067d`],
  ['тест, қазақ 😀 "<&', 'тест, қазақ 😀 "<&'],
])('%j is shown as %j', (text, shown) => {
  expect(visible(text)).toBe(shown)
})

test('line ends of ours stay', () => {
  expect(visibleLines('a\nb\rc')).toBe('a\nb\\u000dc')
})
