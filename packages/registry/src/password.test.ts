import { describe, expect, test } from 'vitest'
import { hashPassword, isPasswordHash, verifyPassword } from './password.ts'

const hash = await hashPassword('Құпия сөз 🗝')

describe('a stored password', () => {
  test('fits the password it was made of and no other', async () => {
    expect(await verifyPassword('Құпия сөз 🗝', hash)).toBe(true)
    for (const other of ['Құпия сөз', '', 'Құпия сөз 🗝 ']) {
      expect(await verifyPassword(other, hash)).toBe(false)
    }
  })

  test('is salted: the same password gives another hash', async () => {
    expect(await hashPassword('Құпия сөз 🗝')).not.toBe(hash)
  })

  test('is scrypt as RFC 7914 defines it', async () => {
    const salt = Buffer.from('0123456789abcdef')
    expect(await hashPassword('password', salt)).toBe(
      'scrypt$15$8$1$MDEyMzQ1Njc4OWFiY2RlZg$hSSwjGIPQg9bhYcWKqx9ueA62Rppwjf7lqfdOl9VEg0',
    )
  })

  test('has at most 1024 characters', async () => {
    const long = 'x'.repeat(1025)
    await expect(hashPassword(long)).rejects.toThrow(RangeError)
    expect(await verifyPassword(long, hash)).toBe(false)
    expect(await verifyPassword('x'.repeat(1024), await hashPassword('x'.repeat(1024)))).toBe(true)
  })

  test.each([
    '',
    'password',
    hash.replace('scrypt', 'argon2'),
    hash.replace('$15$', '$13$'),
    hash.replace('$15$', '$20$'),
    hash.replace('$8$', '$800$'),
    hash.replace('$1$', '$0$'),
    `${hash}A`,
    hash.slice(0, -1),
    `${hash}\n`,
  ])('of a form or cost we do not bear is none: %j', async (text) => {
    expect(isPasswordHash(text)).toBe(false)
    await expect(verifyPassword('x', text)).rejects.toThrow(TypeError)
  })
})
