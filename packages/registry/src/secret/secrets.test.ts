import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { once, EventEmitter } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createTestAuthority, throwawayDatabase, type ThrowawayDatabase } from '@arna/testing'
import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { checkSecret } from './check-secret.ts'
import { removeSecret, setSecret, storedSecrets } from './provider-secrets.ts'
import { openSecret, sealSecret } from './seal-secret.ts'
import { SecretError } from './secret-error.ts'
import { readSecretKey, type SecretKey } from './secret-key.ts'
import { openSecretStore, type SecretStore } from './secret-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'arna secrets '))
afterAll(() => rmSync(folder, { recursive: true }))

function newKey(name: string): SecretKey {
  const path = join(folder, name)
  writeFileSync(path, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 })
  return readSecretKey(path)
}

const key = newKey('secret.key')
const other = newKey('other.key')
const value = 'correct horse battery staple'

describe('a sealed secret', () => {
  const version = { name: 'a', version: 1 }

  test('opens to what it was, and holds nothing of it in clear', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const sealed = sealSecret(text, version, key)
        expect(openSecret(sealed, version, key)).toBe(Buffer.from(text).toString())
        // One or two characters may stand in the noise by chance.
        expect(text.length < 4 || !sealed.includes(Buffer.from(text))).toBe(true)
      }),
    )
  })

  test('does not open with any bit turned, cut off, or added', () => {
    const sealed = sealSecret(value, version, key)
    fc.assert(
      fc.property(
        fc.nat(sealed.length - 1),
        fc.nat(7),
        fc.nat(sealed.length - 1),
        (at, bit, length) => {
          const turned = Buffer.from(sealed)
          turned[at]! ^= 1 << bit
          for (const spoilt of [
            turned,
            sealed.subarray(0, length),
            Buffer.concat([sealed, Buffer.alloc(1)]),
          ]) {
            expect(() => openSecret(spoilt, version, key)).toThrow(SecretError)
          }
        },
      ),
    )
  })

  test('does not open under another name, another version or another key, and says which it is', () => {
    const sealed = sealSecret(value, version, key)
    expect(() => openSecret(sealed, { name: 'b', version: 1 }, key)).toThrow(
      'the secret b (version 1)',
    )
    expect(() => openSecret(sealed, { name: 'a', version: 2 }, key)).toThrow(
      'the secret a (version 2)',
    )
    expect(() => openSecret(sealed, version, other)).toThrow(
      `the secret a (version 1) cannot be opened with the key of ${other.path}`,
    )
  })
})

describe('a secret key file', () => {
  test.each([
    ['that is not there', undefined, 'cannot be read'],
    ['that others may read', ['0'.repeat(64), 0o644] as const, 'chmod 600'],
    ['that is too short', ['0'.repeat(63), 0o600] as const, '64 hexadecimal digits'],
    ['that is no hex', ['g'.repeat(64), 0o600] as const, '64 hexadecimal digits'],
  ])('%s is refused', (name, content, message) => {
    const path = join(folder, name)
    if (content !== undefined) writeFileSync(path, content[0], { mode: content[1] })
    expect(() => readSecretKey(path)).toThrow(message)
  })
})

describe('a secret that is to be set', () => {
  test('may be a password or a token of one line', () => {
    expect(() => checkSecret(value)).not.toThrow()
    for (const bad of ['', 'two\nlines', 'tab\t', 'x'.repeat(70_000)]) {
      expect(() => checkSecret(bad)).toThrow(SecretError)
    }
  })

  test('may be a private key with its certificate and authorities behind it', async () => {
    const authority = await createTestAuthority()
    const { key: privateKey, certificate } = await authority.issue()
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const sec1 = privateKey.export({ type: 'sec1', format: 'pem' }).toString()
    const stranger = await authority.issue()
    expect(() => checkSecret(pem + certificate.pem)).not.toThrow()
    expect(() => checkSecret(certificate.pem + authority.certificate.pem + sec1)).not.toThrow()
    const encrypted = privateKey
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
      .toString()
    expect(() => checkSecret(encrypted + certificate.pem)).toThrow('openssl pkey')
    expect(() => checkSecret(pem)).toThrow('the certificate of the private key is missing')
    expect(() => checkSecret(certificate.pem)).toThrow('here are 0 keys')
    expect(() => checkSecret(pem + stranger.certificate.pem)).toThrow('does not belong')
    expect(() => checkSecret(pem + authority.certificate.pem + certificate.pem)).toThrow(
      'comes first',
    )
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
    const weakPem = weak.export({ type: 'pkcs8', format: 'pem' }).toString()
    expect(() => checkSecret(weakPem + certificate.pem)).toThrow('too weak')
  })
})

describe('the secrets of providers', () => {
  let throwaway: ThrowawayDatabase
  beforeEach(async () => {
    throwaway = await throwawayDatabase()
    onTestFinished(() => throwaway.drop())
  })

  const set = (name: string, text: string, options: object = {}): Promise<number> =>
    setSecret(throwaway.database, name, text, { key, by: 'operator', ...options })

  test('are kept sealed, with their history, and removed ones stay removed', async () => {
    expect(await set('a', value)).toBe(1)
    expect(await set('a', 'another')).toBe(2)
    expect(await set('b', value)).toBe(1)
    expect(await removeSecret(throwaway.database, 'a', { by: 'operator' })).toBe(true)
    expect(await removeSecret(throwaway.database, 'a', { by: 'operator' })).toBe(false)
    const stored = await storedSecrets(throwaway.database)
    expect(stored.map(({ name, version, sealed }) => [name, version, sealed === null])).toEqual([
      ['a', 3, true],
      ['b', 1, false],
    ])
    expect(await set('a', value)).toBe(4)
    const rows = await throwaway.database.query('select * from provider_secret')
    expect(rows).toHaveLength(5)
    expect(
      JSON.stringify(rows.map((row) => ({ ...row, sealed: String(row['sealed']) }))),
    ).not.toContain('horse')
  })

  test('are not set with a key that does not open those that are there, unless it is new', async () => {
    await set('a', value)
    await expect(set('b', value, { key: other })).rejects.toThrow('the secret a (version 1)')
    expect(await set('a', value, { key: other, keyIsNew: true })).toBe(2)
    expect(await set('b', value, { key: other })).toBe(1)
  })

  test('have names that fit into a file and a log', async () => {
    for (const name of ['', '../x', 'a b', 'ә', '-x', 'x'.repeat(65)]) {
      await expect(set(name, value)).rejects.toThrow('is no name of a secret')
    }
  })

  test('set by twenty at the same moment have versions in a row', async () => {
    const versions = await Promise.all(
      Array.from({ length: 20 }, (_, index) => set('a', `value ${index}`)),
    )
    expect(versions.toSorted((left, right) => left - right)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    )
  })

  test.each([
    'update provider_secret set version = 9',
    'delete from provider_secret',
    'truncate provider_secret',
  ])('cannot be taken back in the database: %s', async (statement) => {
    await set('a', value)
    await expect(throwaway.database.query(statement)).rejects.toThrow('append-only')
  })

  describe('in a gateway', () => {
    const events = new EventEmitter<{
      change: [string]
      refused: [SecretError]
      unreachable: [unknown]
    }>()

    function start(withKey = key, database = throwaway.database): SecretStore {
      const ended = new AbortController()
      const store = openSecretStore(database, {
        key: withKey,
        intervalMs: 10,
        signal: ended.signal,
        onChange: (name) => events.emit('change', name),
        onRefused: (error) => events.emit('refused', error),
        onUnreachable: (error) => events.emit('unreachable', error),
      })
      onTestFinished(async () => {
        ended.abort()
        await store.ended
      })
      return store
    }

    test('are there at once, and follow what is set and removed', async () => {
      await set('a', value)
      const store = start()
      await store.ready
      expect(store.get('a')).toBe(value)
      expect(store.get('b')).toBeUndefined()
      const changed = once(events, 'change')
      await set('b', 'second')
      expect(await changed).toEqual(['b'])
      expect(store.get('b')).toBe('second')
      const gone = once(events, 'change')
      await removeSecret(throwaway.database, 'a', { by: 'operator' })
      expect(await gone).toEqual(['a'])
      expect(store.get('a')).toBeUndefined()
    })

    test('with the wrong key are told by name, and the others work', async () => {
      await set('a', value, { key: other })
      await set('b', value, { keyIsNew: true })
      const refused = once(events, 'refused')
      const store = start()
      await store.ready
      const [error] = (await refused) as [SecretError]
      expect(error.message).toContain('the secret a (version 1) cannot be opened')
      expect(store.get('a')).toBeUndefined()
      expect(store.get('b')).toBe(value)
    })

    test('that cannot be opened leave the value before them', async () => {
      await set('a', value)
      const store = start()
      await store.ready
      const refused = once(events, 'refused')
      await set('a', 'sealed elsewhere', { key: other, keyIsNew: true })
      await refused
      expect(store.get('a')).toBe(value)
    })

    test('stay when the database is away, which is told once', async () => {
      await set('a', value)
      let isAway = false
      const flaky = {
        ...throwaway.database,
        query: (statement: never) =>
          isAway
            ? Promise.reject(new Error('refused'))
            : throwaway.database.query<never>(statement),
      }
      const store = start(key, flaky)
      await store.ready
      const unreachable = once(events, 'unreachable')
      isAway = true
      await unreachable
      expect(store.get('a')).toBe(value)
      const changed = once(events, 'change')
      isAway = false
      await set('a', 'newer')
      await changed
      expect(store.get('a')).toBe('newer')
    })
  })
})
