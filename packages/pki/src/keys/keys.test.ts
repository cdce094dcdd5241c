import { generateKeyPairSync } from 'node:crypto'
import { selfSigned } from '@arna/testing'
import { describe, expect, test } from 'vitest'
import { generateKey, keyBelongsTo, readPrivateKey } from './keys.ts'

describe('readPrivateKey', () => {
  test.each(['rsa2048', 'p256', 'p384', 'p521'] as const)(
    'reads a %s key in clear and encrypted',
    async (kind) => {
      const { privateKey } = await generateKey(kind)
      const clear = privateKey.export({ type: 'pkcs8', format: 'pem' })
      const binary = privateKey.export({ type: 'pkcs8', format: 'der' })
      const encrypted = privateKey.export({
        type: 'pkcs8',
        format: 'pem',
        cipher: 'aes-256-cbc',
        passphrase: 'құпия',
      })
      expect(readPrivateKey(clear).equals(privateKey)).toBe(true)
      expect(readPrivateKey(binary).equals(privateKey)).toBe(true)
      expect(readPrivateKey(encrypted, 'құпия').equals(privateKey)).toBe(true)
      expect(() => readPrivateKey(encrypted, 'құпия2')).toThrow('the passphrase is wrong')
      expect(() => readPrivateKey(encrypted)).toThrow('no passphrase is given')
    },
  )

  test('tells a certificate from a key', async () => {
    const { certificate } = await selfSigned()
    expect(() => readPrivateKey(certificate.pem)).toThrow('not the certificate')
  })

  test.each(['', 'nonsense', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'])(
    'refuses %j with a sentence that does not quote it',
    (text) => {
      expect(() => readPrivateKey(text)).toThrow(
        expect.objectContaining({
          code: 'key-malformed',
          message: expect.stringContaining('cannot be read'),
        }),
      )
    },
  )

  test('refuses a key that is too weak', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
    expect(() => readPrivateKey(pem)).toThrow('too weak')
  })
})

describe('keyBelongsTo', () => {
  test('is true for the pair and false for a stranger', async () => {
    const [mine, other] = await Promise.all([selfSigned(), selfSigned()])
    expect(keyBelongsTo(mine.key, mine.certificate)).toBe(true)
    expect(keyBelongsTo(other.key, mine.certificate)).toBe(false)
  })
})
