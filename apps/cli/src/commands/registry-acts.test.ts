import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { openSnapshot } from '@arna/registry'
import { createPublicKey } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type PublishedRegistry,
  publishedRegistry,
  registryText,
} from '../test-setup/published-registry.ts'
import type { Ran } from '../test-setup/run-arna.ts'

let published: PublishedRegistry
beforeAll(async () => {
  published = await publishedRegistry()
  const words = ['secret', 'set', 'echo-password', '--secret-key', 'secret.key']
  await published.arna(words, { input: 'kept before' })
})
afterAll(() => published.throwaway.drop())

/** `arna registry …` with place and key behind it. */
const registry = (...words: string[]): Promise<Ran> =>
  published.arna(['registry', ...words, ...published.where])

const events = (): Promise<Record<string, unknown>[]> =>
  published.throwaway.database.query(
    `select event, actor, detail, data from journal_event where event <> 'journal-opened' order by at, batch, position`,
  )

describe('an act at night', () => {
  test('suspends all calls of a system, and resumes them one by one by number or text', async () => {
    const suspended = await registry('suspend', '--system', 'portal', '--reason', 'letter 7')
    expect(suspended).toEqual({
      code: 0,
      stdout: '',
      stderr:
        'published number 2 for test inner: suspended portal → all its services (operator: letter 7)\n',
    })
    const echo = ['--system', 'portal', '--service', 'Echo']
    await registry('suspend', ...echo, '--reason', 'letter 8')
    const again = await registry('suspend', ...echo, '--reason', 'letter 8')
    expect(again.stderr).toBe('nothing changed for test inner: it is so already\n')

    const asked = await registry('resume', ...echo)
    expect(asked.code).toBe(1)
    expect(asked.stderr)
      .toBe(`arna: --reason is missing: which of these? Give its number or its text:
  1. operator: letter 7
  2. operator: letter 8
`)
    expect((await registry('resume', ...echo, '--reason', '3')).stderr).toContain(
      'no such reason 3',
    )
    expect((await registry('resume', ...echo, '--reason', '2')).code).toBe(0)
    expect((await registry('resume', '--system', 'portal', '--reason', 'letter 7')).code).toBe(0)
    const none = await registry('resume', '--system', 'portal')
    expect(none.stderr).toBe('arna: nothing is suspended here: calls may pass\n')
    // Five acts led back to where it began.
    const diff = await registry('diff', '--from', '1', '--to', '5')
    expect(diff).toMatchObject({ code: 0, stdout: '' })
  })

  test('disables a service until a time, and enables it', async () => {
    const until = new Date(Math.floor(Date.now() / 1000) * 1000 + 86_400_000).toISOString()
    const untilText = until.replace('.000', '')
    const words = ['Echo', '--reason', 'on request', '--until', untilText]
    const disabled = await registry('disable', ...words)
    expect(disabled.stderr).toContain(`disabled Echo until ${until} (on request)`)
    const diff = await registry('diff', '--number', '6')
    expect(diff).toEqual({
      code: 1,
      stdout: `~ service Echo
    disabled: (nothing) → {reason on request, until ${until}}
`,
      stderr: expect.stringMatching(
        new RegExp(`^publication 6 of 2\\d{3}-.+Z by ${userInfo().username}: on request\n$`),
      ),
    })
    expect((await registry('enable', 'Echo')).code).toBe(0)
    expect((await registry('enable', 'Echo')).stderr).toContain('nothing changed')
  })

  test.each([
    [
      ['suspend', '--system', 'protal', '--reason', 'x'],
      1,
      'no system protal in the registry; did you mean portal?',
    ],
    [
      ['suspend', '--system', 'portal', '--service', 'Ehco', '--reason', 'x'],
      1,
      'did you mean Echo?',
    ],
    [
      ['suspend', '--system', 'database', '--reason', 'x'],
      1,
      'database has no connection to any service',
    ],
    [['suspend', '--system', 'portal'], 2, '--reason is missing'],
    [['disable', 'Echo'], 2, '--reason is missing'],
    [['disable', 'Echo', '--reason', 'x', '--until', 'tomorrow'], 2, 'a span such as 12h'],
    [['disable', 'Echo', '--reason', 'x', '--until', '2020-01-01T00:00:00Z'], 2, 'over already'],
    [['disable', 'Nothing', '--reason', 'x'], 1, 'there is no service Nothing'],
  ])('%j is refused and changes nothing', async (words, code, message) => {
    const before = (await registry('history', '--json')).stdout
    const refused = await registry(...words)
    expect(refused.code).toBe(code)
    expect(refused.stderr).toContain(message)
    expect((await registry('history', '--json')).stdout).toBe(before)
  })

  test('stands in the journal with its actor, and in the signed snapshot with its reason', async () => {
    const told = await events()
    expect(told.map(({ event }) => event)).toEqual([
      'registry-published',
      'secret-set',
      'system-suspended',
      'system-suspended',
      'system-resumed',
      'system-resumed',
      'service-disabled',
      'service-enabled',
    ])
    expect(told[2]).toMatchObject({
      actor: userInfo().username,
      data: {
        environment: 'test',
        contour: 'inner',
        number: 2,
        reason: 'letter 7',
        system: 'portal',
      },
    })
    const { stdout } = await registry('export', '--number', '2', '--snapshot')
    const key = createPublicKey(readFileSync(join(published.folder, 'publication.pub')))
    expect(openSnapshot(stdout.trim(), [key])).toMatchObject({
      number: 2,
      publishedBy: userInfo().username,
      reason: 'letter 7',
    })
  })
})

describe('arna registry', () => {
  test('history lists number, time, who, how much and why, newest first', async () => {
    const { stdout } = await published.arna([
      'registry',
      'history',
      '--environment',
      'test',
      '--contour',
      'inner',
      '--last',
      '2',
    ])
    const lines = stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(2)
    const name = userInfo().username
    expect(lines[0]).toMatch(new RegExp(`^ +7  2\\d{3}-\\S+Z  ${name} +1 change +enabled Echo$`))
    expect(lines[1]).toMatch(/^ +6 .* 1 change +on request$/)
  })

  test('diff of a file says what an import would change, and import says it again', async () => {
    const file = join(published.folder, 'next.yaml')
    const text = registryText
      .replace('    owner: database\n', '    owner: database\n    maxTimeSeconds: 20\n')
      .replace('  - { system: portal, service: Other }\n', '')
    writeFileSync(file, text.replace('password: a demo password, ', ''))
    const diff = await registry('diff', 'next.yaml')
    const changes = `~ service Echo
    maxTimeSeconds: 30 → 20
- connection portal → Other
`
    expect(diff).toEqual({ code: 1, stdout: changes, stderr: '' })
    const words = ['registry', 'import', 'next.yaml', '--key', 'publication.key']
    const dry = await published.arna([...words, '--dry-run'])
    expect(dry.stderr).toBe(
      `${changes}not published (--dry-run): it would be number 8 for test inner\n`,
    )
    const done = await published.arna([...words, '--reason', 'order 17'])
    expect(done.stderr).toBe(`${changes}published number 8 for test inner\n`)
    const same = await registry('diff', 'next.yaml', '--json')
    expect(same).toEqual({ code: 0, stdout: '[]\n', stderr: '' })
  })

  test('import warns when it lifts what was switched off since the file was written', async () => {
    await registry('suspend', '--system', 'portal', '--reason', 'attack')
    await registry('disable', 'Other', '--reason', 'broken')
    const { stderr } = await published.arna([
      'registry',
      'import',
      'next.yaml',
      '--key',
      'publication.key',
    ])
    expect(stderr).toContain(
      'warning: this lifts the suspension of portal → Echo: operator: attack\n',
    )
    expect(stderr).toContain('warning: this enables the service Other again\n')
  })

  test('export writes a file that is replaced at once and is its owner’s only', async () => {
    const file = join(published.folder, 'carried.jws')
    writeFileSync(file, 'the one before')
    const { code } = await registry('export', '--snapshot', '-o', 'carried.jws')
    expect(code).toBe(0)
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')))).toEqual([
      'payload',
      'protected',
      'signature',
    ])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const number = await registry('export', '--number', '1')
    expect(number.stdout).toMatch(/^# publication 1\n/)
    expect((await registry('export', '--number', '99')).stderr).toContain(
      'there is no publication 99',
    )
  })

  test('import goes on beyond a number, as after a restored database', async () => {
    const words = [
      'registry',
      'import',
      'next.yaml',
      '--key',
      'publication.key',
      '--least-number',
      '50',
    ]
    expect((await published.arna(words)).stderr).toContain('published number 50')
    expect((await published.arna(words)).stderr).toContain(
      'number 50 for test inner stays in force',
    )
  })

  test('import keeps no password of a publication that it cannot read, and says how it could', async () => {
    await published.arna(['keys', 'new', '--kind', 'ed25519', '--out', 'next.key'])
    const words = ['registry', 'import', 'next.yaml', '--key', 'next.key']
    const refused = await published.arna(words)
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain(
      'the file leaves out passwords (portal), and those that are published cannot be kept',
    )
    const done = await published.arna([...words, '--earlier-key', 'publication.pub'])
    expect(done.stderr).toContain('published number 51 for test inner')
    const where = [
      ...published.where.slice(0, 4),
      '--key',
      'next.key',
      '--earlier-key',
      'publication.pub',
    ]
    const diff = await published.arna(['registry', 'diff', '--from', '50', '--to', '51', ...where])
    expect(diff).toMatchObject({ code: 0, stdout: '' })
  })

  test.each([
    [['diff'], 'give a FILE'],
    [['diff', 'next.yaml', '--number', '1'], 'give a FILE'],
    [['diff', '--number', '1', '--to', '2'], 'give a FILE'],
    [['diff', '--to', '2'], '--from is missing'],
    [['diff', '--number', '0'], 'the number of a publication'],
  ])('%j is a mistake on the command line', async (words, message) => {
    const { code, stderr } = await registry(...words)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})
