import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareEngines } from '../fuzz/compare-engines.ts'
import { pickFrom, randomDocument, wounded } from '../fuzz/random-document.ts'
import { scan } from './index.ts'

// Without bias to small numbers: 0 is the choice that ends a document.
const tape = fc.noBias(fc.array(fc.nat(0xffff), { size: 'max', minLength: 100, maxLength: 500 }))
const seconds = 1000

describe('against libxml2', () => {
  test(
    'every generated document is accepted and has the same canonical forms',
    () => {
      let elements = 0
      fc.assert(
        fc.property(tape, tape, (choices, requests) => {
          const bytes = Buffer.from(randomDocument(pickFrom(choices)))
          const { accepted, disagreement } = compareEngines(bytes, pickFrom(requests))
          expect(disagreement).toBeUndefined()
          expect(accepted).toBe(true)
          elements += scan(bytes).elementCount
        }),
        { numRuns: 10_000 },
      )
      expect(elements).toBeGreaterThan(30_000)
    },
    60 * seconds,
  )

  test(
    'every mutated document has the same verdict, and if it is accepted the same canonical forms',
    () => {
      const count = { accepted: 0, refused: 0 }
      fc.assert(
        fc.property(tape, tape, (choices, wounds) => {
          const pick = pickFrom(wounds)
          const bytes = wounded(pick, Buffer.from(randomDocument(pickFrom(choices))))
          const { accepted, disagreement } = compareEngines(bytes, pick)
          expect(disagreement).toBeUndefined()
          count[accepted ? 'accepted' : 'refused']++
        }),
        { numRuns: 20_000 },
      )
      expect(Math.min(count.accepted, count.refused)).toBeGreaterThan(300)
    },
    60 * seconds,
  )
})
