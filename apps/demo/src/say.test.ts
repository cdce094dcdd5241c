import { expect, test } from 'vitest'
import { asLine } from './say.ts'

test('a line replaces what a spinner left in the terminal, and is plain in a file', () => {
  expect(asLine('  keys  kept', true)).toBe('\r\u001b[K  keys  kept\n')
  expect(asLine('  keys  kept', false)).toBe('  keys  kept\n')
})
