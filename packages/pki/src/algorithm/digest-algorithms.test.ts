import { describe, expect, test } from 'vitest'
import { digestAlgorithm } from './digest-algorithms.ts'

// FIPS 180-4 examples: the digests of `abc`.
const abc = {
  'http://www.w3.org/2001/04/xmlenc#sha256':
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  'http://www.w3.org/2001/04/xmldsig-more#sha384':
    'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7',
  'http://www.w3.org/2001/04/xmlenc#sha512':
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
  'http://www.w3.org/2000/09/xmldsig#sha1': 'a9993e364706816aba3e25717850c26c9cd0d89d',
  'http://www.w3.org/2001/04/xmldsig-more#sha1': 'a9993e364706816aba3e25717850c26c9cd0d89d',
}

describe('a digest algorithm', () => {
  test.each(Object.entries(abc))(
    '%s gives the value of the standard, whole and in pieces',
    (uri, hex) => {
      const algorithm = digestAlgorithm(uri)!
      const pieces = algorithm.hash()
      for (const letter of 'abc') pieces.update(Buffer.from(letter))
      expect(pieces.digest().toString('hex')).toBe(hex)
      expect(algorithm.digest(Buffer.from('abc')).toString('hex')).toBe(hex)
      expect(algorithm.length).toBe(hex.length / 2)
    },
  )

  test('is off by default only for SHA-1', () => {
    const off = Object.keys(abc).filter((uri) => digestAlgorithm(uri)!.policy !== 'allowed')
    expect(off).toEqual(Object.keys(abc).filter((uri) => uri.endsWith('#sha1')))
  })

  test('is unknown for MD5', () => {
    expect(digestAlgorithm('http://www.w3.org/2001/04/xmldsig-more#md5')).toBeUndefined()
  })
})
