import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FlightBlob } from './flight-blob.ts'

test('what was written stands there as a whole, flight after flight, however much it was', () => {
  const blob = new FlightBlob()
  const pieces = fc.array(fc.uint8Array({ maxLength: 40_000 }), { maxLength: 12 })
  fc.assert(
    fc.property(pieces, (written) => {
      blob.clear()
      for (const piece of written) blob.room(piece.length).set(piece)
      expect(blob.whole().equals(Buffer.concat(written))).toBe(true)
    }),
  )
})

test('a burst does not keep its memory', () => {
  const blob = new FlightBlob()
  blob.room(10_000_000).fill(1)
  blob.clear()
  blob.room(10).fill(2)
  expect(blob.whole().buffer.byteLength).toBeLessThan(100_000)
})
