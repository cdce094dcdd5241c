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

test('takes a single piece as it is, and copies as soon as there are two', () => {
  const piece = Buffer.from('a')
  const one = new GatheredBytes()
  one.add(piece)
  expect(one.whole().buffer).toBe(piece.buffer)
  const two = new GatheredBytes()
  two.add(piece)
  two.add(piece)
  expect(two.whole().buffer).not.toBe(piece.buffer)
  expect(two.whole().toString()).toBe('aa')
})

test('is empty before anything came', () => {
  expect(new GatheredBytes(0).whole()).toHaveLength(0)
})
