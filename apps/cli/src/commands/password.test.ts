import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSnapshot, PasswordCheck, passwordIsRight, type Registry } from '@arna/registry'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PublishedRegistry, publishedRegistry } from '../test-setup/published-registry.ts'
import type { Ran } from '../test-setup/run-arna.ts'

let published: PublishedRegistry
beforeAll(async () => {
  published = await publishedRegistry()
})
afterAll(() => published.throwaway.drop())

const password = (words: readonly string[], input = ''): Promise<Ran> =>
  published.arna(['password', ...words, ...published.where], { input })

async function newest(): Promise<Registry> {
  const { stdout } = await published.arna(['registry', 'export', '--snapshot', ...published.where])
  const key = createPublicKey(readFileSync(join(published.folder, 'publication.pub')))
  return openSnapshot(stdout.trim(), [key])
}

async function isRight(text: string, now = new Date()): Promise<boolean> {
  const system = (await newest()).system('portal')!
  return passwordIsRight(new PasswordCheck(), system, text, now)
}

describe('arna password', () => {
  test('reset shows a new one once, and the old one is wrong at once', async () => {
    expect(await isRight('a demo password')).toBe(true)
    const { code, stdout, stderr } = await password(['reset', 'portal'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^[\w-]{24}\n$/)
    expect(stderr).toContain('published number 2 for test inner: new password for portal\n')
    expect(stderr).not.toContain(stdout.trim())
    expect(await isRight(stdout.trim())).toBe(true)
    expect(await isRight('a demo password')).toBe(false)
  })

  test('reset takes one from standard input and shows nothing of it', async () => {
    const done = await password(['reset', 'portal', '--stdin'], 'құпия сөз\n')
    expect(done).toMatchObject({ code: 0, stdout: '' })
    expect(await isRight('құпия сөз')).toBe(true)
  })

  test('rotate leaves the old one right until the stated time', async () => {
    const { stdout } = await password(['rotate', 'portal', '--both-valid', '7d', '--json'])
    const told: { password: string; oldOneUntil: string } = JSON.parse(stdout)
    const until = new Date(told.oldOneUntil)
    expect(await isRight(told.password)).toBe(true)
    expect(await isRight('құпия сөз')).toBe(true)
    expect(await isRight('құпия сөз', until)).toBe(false)
    expect(await isRight(told.password, until)).toBe(true)
    const days = (until.getTime() - Date.now()) / 86_400_000
    expect(Math.round(days)).toBe(7)
  })

  test('says what is missing', async () => {
    const refused = async (words: readonly string[], input?: string): Promise<string> =>
      (await password(words, input)).stderr
    expect(await refused(['rotate', 'portal'])).toContain('--both-valid is missing')
    expect(await refused(['rotate', 'database', '--both-valid', '1h'])).toContain(
      'database has no password yet: arna password reset database',
    )
    expect(await refused(['reset', 'nobody'])).toContain('there is no system nobody')
    expect(await refused(['reset', 'portal', '--stdin'], 'short')).toContain('8 to 1024 characters')
    expect(await refused(['reset', 'portal', '--stdin'], 'two\nlines of it')).toContain('one line')
  })

  test('leaves no password in the journal, the history, a difference or the database', async () => {
    const made = (await password(['rotate', 'portal', '--both-valid', '1h'])).stdout.trim()
    const where = published.where
    const outputs = await Promise.all([
      published.arna(['registry', 'history', '--json', ...where.slice(0, 4)]),
      published.arna(['registry', 'diff', '--from', '1', ...where]),
      published.arna(['registry', 'export', ...where]),
    ])
    const rows = await published.throwaway.database.query(
      `select json_agg(registry_publication)::text, (select json_agg(journal_event)::text from journal_event)
       from registry_publication`,
    )
    const decoded = (
      await published.throwaway.database.query<{ snapshot: string }>(
        'select snapshot from registry_publication',
      )
    ).map(({ snapshot }) =>
      Buffer.from((JSON.parse(snapshot) as { payload: string }).payload, 'base64url').toString(),
    )
    const all = JSON.stringify([outputs, rows, decoded])
    expect(all).toContain('password-rotated')
    for (const text of [made, 'құпия сөз', 'a demo password']) expect(all).not.toContain(text)
    expect(outputs[1].stdout).toContain('    password changed\n')
    expect(outputs[1].stdout).not.toContain('scrypt')
  })
})
