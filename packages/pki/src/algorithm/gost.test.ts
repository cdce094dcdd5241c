import { describe, expect, test } from 'vitest'
import { digestAlgorithm } from './digest-algorithms.ts'
import { isGostOid, isGostUri } from './gost.ts'
import { signatureAlgorithm, signatureAlgorithms } from './signature-algorithms.ts'

const more = 'http://www.w3.org/2001/04/xmldsig-more#'
const kazakh = 'urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:'
const russian = 'urn:ietf:params:xml:ns:cpxmlsec:algorithms:'

describe('a national algorithm', () => {
  test.each([
    `${more}gost34310-gost34311`,
    `${more}gost34311`,
    `${kazakh}gostr34102015-gostr34112015-512`,
    `${kazakh}gostr34102015-gostr34112015-256`,
    `${kazakh}gostr34112015-512`,
    `${kazakh}gostr34112015-256`,
    `${russian}gostr34102012-gostr34112012-512`,
    `${russian}gostr34102012-gostr34112012-256`,
    `${russian}gostr34112012-512`,
    `${russian}gostr34112012-256`,
    `${russian}gostr34102001-gostr3411`,
    `${more}gostr34102001-gostr3411`,
    `${more}gostr3411`,
  ])('is recognised by %s, and not in the tables', (uri) => {
    expect(isGostUri(uri)).toBe(true)
    expect([signatureAlgorithm(uri), digestAlgorithm(uri)]).toEqual([undefined, undefined])
  })

  test('is none of those that are supported or unknown', () => {
    const others = [...signatureAlgorithms.map(({ uri }) => uri), '', 'gost', `urn:x:${more}gost`]
    expect(others.filter(isGostUri)).toEqual([])
  })

  test('is recognised by the algorithm of a key', () => {
    const national = ['1.2.398.3.10.1.1.2.2', '1.2.398.3.10.1.1.1.1', '1.2.643.7.1.1.1.1']
    expect(national.map(isGostOid)).toEqual([true, true, true])
    expect(['1.2.840.10045.2.1', '1.2.398.3.3.99', ''].map(isGostOid)).toEqual([
      false,
      false,
      false,
    ])
  })
})
