import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { launcher, newFolder, runArna } from './test-setup/run-arna.ts'

describe('arna', () => {
  test('--help lists every command on stdout', async () => {
    const { code, stdout, stderr } = await runArna(['--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const name of ['send', 'trace', 'verify', 'sign', 'c14n', 'keys new', 'keys show']) {
      expect(stdout).toContain(`\n  ${name} `)
    }
    for (const name of ['registry import', 'registry export', 'journal archive', 'migrate']) {
      expect(stdout).toContain(`\n  ${name} `)
    }
  })

  test('has every command of its help in the documentation', async () => {
    const { stdout } = await runArna(['--help'])
    const documented = readFileSync(
      new URL('../../../docs/operations/cli.md', import.meta.url),
      'utf8',
    )
    const names = [...stdout.matchAll(/^ {2}(\w+(?: \w+)?) {2,}\w/gm)].map(([, name]) => name)
    const headings = [...documented.matchAll(/^## arna (.+)$/gm)].map(([, name]) => name)
    expect(names.length).toBeGreaterThan(9)
    expect(headings).toEqual(names)
  })

  test('documents migrate with the migrations that there are', () => {
    const folder = new URL('../../../packages/database/migrations/', import.meta.url)
    const documented = readFileSync(
      new URL('../../../docs/operations/cli.md', import.meta.url),
      'utf8',
    )
    const shown = [...documented.matchAll(/^applied (.+)$/gm)].map(([, name]) => name)
    expect(shown).toEqual(readdirSync(folder).toSorted())
  })

  test('without a word shows the help on stderr and fails', async () => {
    const { code, stdout, stderr } = await runArna([])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('Usage: arna COMMAND')
  })

  test.each([
    ['verify', '--help'],
    ['help', 'verify'],
    ['help', 'registry', 'import'],
    ['registry', 'import', '--help'],
  ])('%s %s shows examples and options of the command', async (...words) => {
    const { code, stdout } = await runArna(words.filter(Boolean))
    expect(code).toBe(0)
    expect(stdout).toMatch(/^arna (verify|registry import): /)
    expect(stdout).toContain('Examples:\n  arna ')
    expect(stdout).toContain('--json')
  })

  test.each([
    ['keys', '--help'],
    ['--help', 'keys'],
    ['help', 'keys'],
    ['keys', '-h'],
  ])('%s %s shows the commands of the group', async (...words) => {
    const { code, stdout, stderr } = await runArna(words)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^Usage: arna keys COMMAND.+\n\n {2}keys new .+\n {2}keys show .+\n\n/)
    expect(stdout).not.toContain('registry')
  })

  test('queue --help shows the command and those that begin with it', async () => {
    const { code, stdout } = await runArna(['queue', '--help'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^arna queue: .+\n\nUsage: arna queue \[options\]\n/)
    for (const name of ['show', 'retry', 'stop', 'move']) {
      expect(stdout).toContain(`\n  queue ${name} `)
    }
  })

  test.each([[['-h']], [['verify', '-h']], [['registry', 'import', '-h']]])(
    '%j says the same as with --help',
    async (words) => {
      const long = words.map((word) => (word === '-h' ? '--help' : word))
      const short = await runArna(words)
      expect(short).toEqual(await runArna(long))
      expect(short.code).toBe(0)
    },
  )

  test('--version says the version', async () => {
    expect(await runArna(['--version'])).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' })
  })

  test.each([
    [['verfy', 'x'], 'arna: unknown command verfy (arna --help lists all); did you mean verify?'],
    [['keys'], 'arna: arna keys what? keys new or keys show'],
    [
      ['queue', 'shwo', '7'],
      'arna: unknown command queue shwo (arna queue --help lists all); did you mean queue show?',
    ],
    [
      ['verify', 'x', '--trsut', 'y'],
      'arna: unknown option --trsut (usage: arna verify FILE|-); did you mean --trust?',
    ],
    [['c14n', 'a', '--method', 'exk'], 'arna: --method exk: one of exc, inc; did you mean exc?'],
    [['migrate'], 'arna: --database is missing, and ARNA_DATABASE_URL is not set'],
    [['--jsn'], 'arna: unknown option --jsn; did you mean --json?'],
  ])('%j is answered by one line and exit code 2', async (words, line) => {
    const { code, stdout, stderr } = await runArna(words, { cwd: newFolder() })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe(`${line}\n`)
  })

  test('a failure is one line on stderr and exit code 1', async () => {
    const { code, stdout, stderr } = await runArna(['verify', 'nowhere.xml'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toBe('arna: there is no file nowhere.xml\n')
  })

  test('with --json the failure is JSON too', async () => {
    const { code, stderr } = await runArna(['--json', 'verify', 'nowhere.xml'])
    expect(code).toBe(1)
    expect(JSON.parse(stderr)).toEqual({
      error: 'there is no file nowhere.xml',
    })
  })

  test('ends quietly when the reader of its output goes away', async () => {
    const file = join(newFolder(), 'large.xml')
    writeFileSync(file, `<a>${'<b>text</b>'.repeat(200_000)}</a>`)
    const child = spawn(process.execPath, [launcher, 'c14n', file, '--method', 'exc'])
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    await once(child.stdout, 'data')
    child.stdout.destroy()
    await once(child, 'close')
    expect(errors).toBe('')
  })
})
