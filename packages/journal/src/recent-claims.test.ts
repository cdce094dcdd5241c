import { expect, test } from 'vitest'
import { RecentClaims } from './recent-claims.ts'

const digest = (number: number): Buffer => {
  const bytes = Buffer.alloc(32)
  bytes.writeUInt32BE(number)
  return bytes
}

test('the last twenty thousand claims are known, and no more than twice as many', () => {
  const recent = new RecentClaims()
  for (let number = 0; number < 100_000; number++) recent.add(digest(number))
  const known = (from: number, to: number): number => {
    let count = 0
    for (let number = from; number < to; number++) if (recent.has(digest(number))) count++
    return count
  }
  expect(known(80_000, 100_000)).toBe(20_000)
  expect(known(0, 60_000)).toBe(0)
})
