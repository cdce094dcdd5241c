import { writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { createTestAuthority } from '@arna/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PublishedRegistry, publishedRegistry } from '../test-setup/published-registry.ts'
import type { Ran } from '../test-setup/run-arna.ts'

const value = 'жетіаттылы-4711'
let published: PublishedRegistry
const told: Ran[] = []
beforeAll(async () => {
  published = await publishedRegistry()
})
afterAll(() => published.throwaway.drop())

async function secret(words: readonly string[], input = ''): Promise<Ran> {
  const env = { ARNA_SECRET_KEY: 'secret.key' }
  const ran = await published.arna(['secret', ...words], { input, env })
  told.push(ran)
  return ran
}

describe('arna secret', () => {
  test('list says which a service needs and nobody has set', async () => {
    const { code, stdout, stderr } = await secret(['list', '--key', 'publication.pub'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toBe(
      'missing: echo-password, needed by Echo (test inner): arna secret set echo-password\n',
    )
  })

  test('so does an import, before it is in the way of a message', async () => {
    const words = ['registry', 'import', 'registry.yaml', '--key', 'publication.key', '--dry-run']
    const { stderr } = await published.arna(words)
    expect(stderr).toContain(
      'warning: the secret echo-password of Echo is not set: arna secret set echo-password\n',
    )
  })

  test('set keeps a value from standard input, and the next one as another version', async () => {
    expect(await secret(['set', 'echo-password'], `${value}\n`)).toEqual({
      code: 0,
      stdout: '',
      stderr: 'kept echo-password, version 1\n',
    })
    const second = await secret(['set', 'echo-password', '--json'], value)
    expect(JSON.parse(second.stdout)).toEqual({ name: 'echo-password', version: 2 })
    const { code, stdout } = await secret(['list', '--key', 'publication.pub'])
    expect(code).toBe(0)
    const name = userInfo().username
    expect(stdout).toMatch(
      new RegExp(`^echo-password  version 2  2\\d{3}-\\S+Z  ${name}  Echo \\(test inner\\)\n$`),
    )
  })

  test('set takes a client certificate from a file, and refuses one that does not fit', async () => {
    const authority = await createTestAuthority()
    const [mine, other] = [await authority.issue(), await authority.issue()]
    const pem = mine.key.export({ type: 'pkcs8', format: 'pem' }).toString()
    writeFileSync(join(published.folder, 'client.pem'), pem + mine.certificate.pem)
    writeFileSync(join(published.folder, 'wrong.pem'), pem + other.certificate.pem)
    expect((await secret(['set', 'client', '--file', 'client.pem'])).code).toBe(0)
    const wrong = await secret(['set', 'client', '--file', 'wrong.pem'])
    expect(wrong.code).toBe(1)
    expect(wrong.stderr).toContain('the private key does not belong to the first certificate')
    const encrypted = mine.key
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
      .toString()
    const locked = await secret(['set', 'client'], encrypted + mine.certificate.pem)
    expect(locked.stderr).toContain('openssl pkey')
  })

  test('set refuses a key file that does not open what is there, unless it is said to be new', async () => {
    await published.arna(['keys', 'new', '--kind', 'hex256', '--out', 'other.key'])
    const words = ['set', 'third', '--secret-key', 'other.key']
    const refused = await secret(words, value)
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('the secret client (version 1) cannot be opened')
    expect((await secret([...words, '--key-changed'], value)).code).toBe(0)
  })

  test('remove takes it away and says so when there is none', async () => {
    expect((await secret(['remove', 'third'])).stderr).toBe('removed third\n')
    expect(await secret(['remove', 'third'])).toMatchObject({
      code: 1,
      stderr: 'arna: there is no secret third: arna secret list shows those that there are\n',
    })
  })

  test('list without the publication key says what it does not know', async () => {
    const { stderr } = await published.arna(['secret', 'list'])
    expect(stderr).toContain('which services use or miss one is not known: give --key')
  })

  test.each([
    [['set', 'a b'], value, 1, 'is no name of a secret'],
    [['set', 'x'], '', 1, 'the secret is empty'],
    [['set', 'x'], 'two\nlines', 1, 'one line without control characters'],
    [['set', 'x', '--secret-key', 'portal.crt'], value, 1, 'secret key file'],
    [['set', 'x', 'the value itself'], value, 2, 'unexpected word'],
  ])('%j is refused', async (words, input, code, message) => {
    const refused = await secret(words, input)
    expect(refused.code).toBe(code)
    expect(refused.stderr).toContain(message)
  })

  test('leaves no value in any output, in the journal or in clear in the database', async () => {
    const rows = await published.throwaway.database.query(
      `select json_agg(provider_secret)::text as secrets,
              (select json_agg(journal_event)::text from journal_event) as events
       from provider_secret`,
    )
    const all = JSON.stringify([told, rows])
    expect(all).toContain('secret-set')
    expect(all).toContain('secret-removed')
    for (const part of [value, '-4711', 'PRIVATE KEY', Buffer.from(value).toString('hex')]) {
      expect(all).not.toContain(part)
    }
  })
})
