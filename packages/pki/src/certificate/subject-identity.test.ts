import { describe, expect, test } from 'vitest'
import type { DistinguishedName } from './distinguished-name.ts'
import { oidOf } from './name-attributes.ts'
import { readSubjectIdentity } from './subject-identity.ts'

const name = (...attributes: [type: string, value: string][]): DistinguishedName =>
  attributes.map(([type, value]) => [{ oid: oidOf(type)!, value, hex: false }])

describe('readSubjectIdentity', () => {
  test('finds the IIN in serialNumber and the BIN in OU', () => {
    const found = readSubjectIdentity(
      name(
        ['CN', 'ТЕСТОВ'],
        ['serialNumber', 'IIN900101350123'],
        ['O', 'АО'],
        ['OU', 'BIN050140001234'],
        ['OU', 'Отдел'],
      ),
    )
    expect(found).toEqual({
      commonName: 'ТЕСТОВ',
      organisation: 'АО',
      iin: '900101350123',
      bin: '050140001234',
      problem: undefined,
    })
  })

  test.each<[string, [string, string][]]>([
    [
      'two BINs',
      [
        ['OU', 'BIN050140001234'],
        ['OU', 'BIN999999999999'],
      ],
    ],
    [
      'the same BIN twice',
      [
        ['OU', 'BIN050140001234'],
        ['OU', 'BIN050140001234'],
      ],
    ],
    [
      'a second BIN in another attribute',
      [
        ['OU', 'BIN050140001234'],
        ['O', 'BIN999999999999'],
      ],
    ],
    ['a BIN in O', [['O', 'BIN050140001234']]],
    ['a BIN in CN', [['CN', 'BIN050140001234']]],
    ['a BIN in serialNumber', [['serialNumber', 'BIN050140001234']]],
    ['a BIN of eleven digits', [['OU', 'BIN05014000123']]],
    ['a BIN of thirteen digits', [['OU', 'BIN0501400012345']]],
    ['a BIN with a space', [['OU', 'BIN 050140001234']]],
    ['a BIN in small letters', [['OU', 'bin050140001234']]],
    ['a BIN with something behind', [['OU', 'BIN050140001234\0']]],
    ['a BIN with a second line', [['OU', 'BIN050140001234\n']]],
  ])('gives no BIN for %s, and says why', (_, attributes) => {
    const { bin, problem } = readSubjectIdentity(name(['CN', 'X'], ...attributes))
    expect(bin).toBeUndefined()
    expect(problem).toContain('BIN')
  })

  test.each<[string, [string, string][]]>([
    [
      'two IINs',
      [
        ['serialNumber', 'IIN900101350123'],
        ['serialNumber', 'IIN900101350124'],
      ],
    ],
    ['an IIN in OU', [['OU', 'IIN900101350123']]],
    ['an IIN with letters', [['serialNumber', 'IIN90010135012X']]],
  ])('gives no IIN for %s, and says why', (_, attributes) => {
    const { iin, problem } = readSubjectIdentity(name(['CN', 'X'], ...attributes))
    expect(iin).toBeUndefined()
    expect(problem).toContain('IIN')
  })

  test('counts both attributes of one relative name', () => {
    const [first, second] = name(['OU', 'BIN050140001234'], ['OU', 'BIN999999999999'])
    expect(readSubjectIdentity([[...first!, ...second!]]).bin).toBeUndefined()
  })

  test('finds nothing wrong where there is neither', () => {
    expect(readSubjectIdentity(name(['CN', 'BINOM']))).toMatchObject({
      iin: undefined,
      bin: undefined,
      problem: undefined,
    })
  })
})
