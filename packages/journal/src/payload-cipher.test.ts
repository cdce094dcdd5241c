import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { JournalKey } from './journal-key.ts'
import { decrypt, openPayloadCipher, type PayloadCipher } from './payload-cipher.ts'

const keyNamed = (id: string): JournalKey => ({
  current: id,
  secrets: new Map([[id, randomBytes(32)]]),
  path: 'journal.key',
})

const about = 'a message'
const sealed = (cipher: PayloadCipher, text: string): Buffer =>
  cipher.encrypt('view', [Buffer.from(text)], about)
const opened = (key: JournalKey, cipher: PayloadCipher, bytes: Buffer): string =>
  decrypt(key, cipher, 'view', bytes, { about, what: 'It' }).toString()

test('what any number of writers wrote is read, in any order', () => {
  const key = keyNamed('k')
  const written = Array.from({ length: 250 }, (_, number) => {
    const cipher = openPayloadCipher(key)
    return { cipher, number, bytes: sealed(cipher, `text ${number}`) }
  })
  for (const { cipher, number, bytes } of [...written, ...written.toReversed()]) {
    expect(opened(key, cipher, bytes)).toBe(`text ${number}`)
  }
})

test('a key of the same name reads nothing of another one, whoever read before', () => {
  const key = keyNamed('k')
  const cipher = openPayloadCipher(key)
  const bytes = sealed(cipher, 'text')
  expect(opened(key, cipher, bytes)).toBe('text')
  expect(() => opened(keyNamed('k'), cipher, bytes)).toThrow('It was altered')
})

test('what is for evidence is not read with the key for the view', () => {
  const key = keyNamed('k')
  const cipher = openPayloadCipher(key)
  const bytes = cipher.encrypt('evidence', [Buffer.from('text')], about)
  expect(decrypt(key, cipher, 'evidence', bytes, { about, what: 'It' }).toString()).toBe('text')
  expect(() => opened(key, cipher, bytes)).toThrow('It was altered')
})
