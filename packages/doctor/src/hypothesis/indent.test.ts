import { expect, test } from 'vitest'
import { indent } from './indent.ts'

test('elements that hold elements have lines of their own, texts and empty elements stay', () => {
  expect(indent('<a><b>x</b><c></c><d/></a>', '  ', 0)).toBe(
    '<a>\n  <b>x</b>\n  <c></c>\n  <d/>\n</a>',
  )
})

test('what is nested deep grows threefold at most', () => {
  const text = '<a>'.repeat(100_000)
  expect(indent(text, '    ', 0).length).toBeLessThan(4 * text.length + 65_536)
})
