import { expect, test } from 'vitest'
import { GatheredBytes } from './gathered-bytes.ts'

test('gives back what was added, however it was cut', () => {
  const bytes = Buffer.from('тест'.repeat(10_000))
  for (const size of [1, 7, 16_384, bytes.length]) {
    const gathered = new GatheredBytes(1)
    for (let at = 0; at < bytes.length; at += size) gathered.add(bytes.subarray(at, at + size))
    expect(gathered.whole().equals(bytes)).toBe(true)
    expect(gathered.length).toBe(bytes.length)
  }
})

test('keeps no piece, so a piece may be used again', () => {
  const gathered = new GatheredBytes()
  const piece = Buffer.from('a')
  gathered.add(piece)
  piece[0] = 0x62
  expect(gathered.whole().toString()).toBe('a')
})

test('is empty before anything came', () => {
  expect(new GatheredBytes(0).whole()).toHaveLength(0)
})
