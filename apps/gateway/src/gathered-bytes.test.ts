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

test('makes room for what was announced only when a megabyte of it came', () => {
  const megabyte = Buffer.alloc(1024 * 1024)
  const gathered = new GatheredBytes(10 * megabyte.length)
  gathered.add(Buffer.from('a'))
  gathered.add(Buffer.from('b'))
  expect(gathered.whole().buffer.byteLength).toBe(megabyte.length)
  gathered.add(megabyte)
  expect(gathered.whole().buffer.byteLength).toBe(10 * megabyte.length)
  expect(gathered.whole().toString('utf8', 0, 3)).toBe('ab\0')
})

test('is empty before anything came', () => {
  expect(new GatheredBytes(0).whole()).toHaveLength(0)
})
