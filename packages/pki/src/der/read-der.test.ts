import { describe, expect, test } from 'vitest'
import { derChildren, derInteger, derOid, derTime, readWholeDer } from './read-der.ts'
import { der, integer, namedBits, oid, sequence, time } from './write-der.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

describe('readWholeDer', () => {
  test.each([
    ['an indefinite length', '30 80 00 00'],
    ['a long length where the short one fits', '04 81 01 00'],
    ['a length with a leading zero', `04 82 00 80 ${'00'.repeat(128)}`],
    ['a length of five octets', '04 85 00 00 00 00 01 00'],
    ['a length beyond the end', '04 02 00'],
    ['a length that is cut off', '04 82 01'],
    ['a tag of several octets', '1f 1f 00'],
    ['a tag alone', '30'],
    ['nothing', ''],
    ['something behind', '04 00 00'],
  ])('refuses %s', (_, octets) => {
    expect(() => readWholeDer(hex(octets))).toThrow(expect.objectContaining({ name: 'DerError' }))
  })

  test('refuses a child that is longer than its parent', () => {
    expect(() => derChildren(readWholeDer(hex('30 03 04 02 00')))).toThrow('cut off')
  })
})

describe('what is written is read again:', () => {
  test.each([0, 127, 128, 255, 256, 65_535, 65_536])('a content of %i octets', (length) => {
    const element = readWholeDer(der(0x04, Buffer.alloc(length)))
    expect(element.end - element.contentStart).toBe(length)
  })

  test.each([0n, 1n, 127n, 128n, 255n, 256n, 2n ** 159n])('the number %s', (value) => {
    expect(derInteger(readWholeDer(integer(value)))).toBe(value)
  })

  test.each([
    '1.2.840.113549.1.1.11',
    '2.5.4.3',
    '0.9.2342.19200300.100.1.1',
    '2.999.1',
    '1.2.398.3.3.4.1.2',
  ])('the OID %s', (text) => {
    expect(derOid(readWholeDer(oid(text)))).toBe(text)
  })

  test.each([
    '1950-01-01T00:00:00Z',
    '1999-12-31T23:59:59Z',
    '2049-12-31T23:59:59Z',
    '2050-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
  ])('the time %s', (text) => {
    expect(derTime(readWholeDer(time(new Date(text))))).toEqual(new Date(text))
  })
})

test('negative numbers are read as such', () => {
  expect(derInteger(readWholeDer(hex('02 01 ff')))).toBe(-1n)
  expect(derInteger(readWholeDer(hex('02 02 ff 00')))).toBe(-256n)
})

test('times in other forms or of no calendar are refused', () => {
  for (const text of [
    '17 0b 32 36 30 31 30 31 30 30 30 30 5a',
    '17 0d 32 36 31 33 30 31 30 30 30 30 30 30 5a',
    '04 00',
  ]) {
    expect(() => derTime(readWholeDer(hex(text)))).toThrow('a time')
  }
})

test('named bits drop their trailing zeros', () => {
  expect(namedBits([0, 1])).toEqual(hex('03 02 06 c0'))
  expect(namedBits([8])).toEqual(hex('03 03 07 00 80'))
  expect(sequence()).toEqual(hex('30 00'))
})
