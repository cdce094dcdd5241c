import { digestAlgorithm } from '@arna/pki'
import { canonicalBytes, scan } from '@arna/xml'
import { expect, test } from 'vitest'
import { exclusiveOptions, hashCanonical } from './hash-canonical.ts'

const sha256 = digestAlgorithm('http://www.w3.org/2001/04/xmlenc#sha256')!

// Each element of the small apex repeats a namespace that is declared far above it.
test.each([
  ['one chunk', 1],
  ['many chunks', 300],
])('a canonical form that comes in %s is hashed as a whole', (_, count) => {
  const document = scan(
    Buffer.from(`<a xmlns:n="urn:${'n'.repeat(1000)}"><b>${'<n:c/>'.repeat(count)}</b></a>`),
  )
  const options = exclusiveOptions(document.element(1), undefined)
  const chunks: number[] = []
  document.canonicalize(options, (chunk) => chunks.push(chunk.length))
  expect(chunks.length > 1).toBe(count > 1)
  expect(hashCanonical(sha256, document, options)).toEqual(
    sha256.digest(canonicalBytes(document, options)),
  )
})
