import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { selfSigned, throwawayDatabase, type ThrowawayDatabase } from '@arna/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newFolder, type Ran, runArna } from '../test-setup/run-arna.ts'

const cwd = newFolder()
let throwaway: ThrowawayDatabase

const registry = (suspended = ''): string => `
environment: test
contour: inner
organisations:
  - { id: akimat, name: Әкімдік, bin: '000140000017', state: true }
systems:
  - senderId: portal
    organisation: akimat
    password: a demo password
    certificates: [portal.crt]
services:
  - { serviceId: Echo, owner: portal, url: 'http://127.0.0.1:8086/', networks: [loopback] }
connections:
  - { system: portal, service: Echo, suspended: [${suspended}] }
`

beforeAll(async () => {
  throwaway = await throwawayDatabase()
  writeFileSync(
    join(cwd, 'portal.crt'),
    (await selfSigned({ bin: '000140000017' })).certificate.pem,
  )
  await arna('keys', 'new', '--kind', 'ed25519', '--out', 'publication.key')
})
afterAll(() => throwaway.drop())

const arna = (...words: string[]): Promise<Ran> =>
  runArna(words, { cwd, env: { ARNA_DATABASE_URL: throwaway.url } })

describe('arna registry', () => {
  test('import publishes, export gives it back, and the same again is no news', async () => {
    writeFileSync(join(cwd, 'registry.yaml'), registry())
    const first = await arna('registry', 'import', 'registry.yaml', '--key', 'publication.key')
    expect(first).toEqual({
      code: 0,
      stdout: '',
      stderr: `+ organisation akimat
+ system portal
+ service Echo
+ connection portal → Echo
published number 1 for test inner
`,
    })

    const where = ['--environment', 'test', '--contour', 'inner', '--key', 'publication.pub']
    const exported = await arna('registry', 'export', ...where)
    expect(exported.code).toBe(0)
    expect(exported.stdout).toMatch(/^# publication 1\nenvironment: test\ncontour: inner\n/)
    expect(exported.stdout).toContain('passwordHash: scrypt$15$8$1$')
    expect(exported.stdout).not.toContain('a demo password')

    writeFileSync(join(cwd, 'again.yaml'), exported.stdout)
    const again = await arna(
      'registry',
      'import',
      'again.yaml',
      '--key',
      'publication.key',
      '--json',
    )
    expect(JSON.parse(again.stdout)).toEqual({
      environment: 'test',
      contour: 'inner',
      number: 1,
      isNew: false,
      changes: [],
    })

    writeFileSync(
      join(cwd, 'changed.yaml'),
      exported.stdout.replace('suspended: []', 'suspended: [audit]'),
    )
    const changed = await arna('registry', 'import', 'changed.yaml', '--key', 'publication.key')
    expect(changed.stderr).toBe(`~ connection portal → Echo
    suspended: [] → [audit]
published number 2 for test inner
`)
    const signed = await arna('registry', 'export', ...where, '--snapshot')
    expect(Object.keys(JSON.parse(signed.stdout))).toEqual(['payload', 'protected', 'signature'])
  })

  test('export refuses a publication that another key signed', async () => {
    const outer = registry().replace('contour: inner', 'contour: outer')
    writeFileSync(join(cwd, 'outer.yaml'), outer)
    await arna('registry', 'import', 'outer.yaml', '--key', 'publication.key')
    await arna('keys', 'new', '--kind', 'ed25519', '--out', 'other.key')
    const where = ['--environment', 'test', '--contour', 'outer', '--key', 'other.pub']
    const { code, stdout, stderr } = await arna('registry', 'export', ...where)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(
      'publication 1 for test outer is refused: the snapshot is signed with the key',
    )
  })

  test('check says what is wrong, line by line, and needs no database', async () => {
    const broken = registry()
      .replace('owner: portal', 'owner: protal')
      .replace('systems:', 'sistems: []\nsystems:')
    writeFileSync(join(cwd, 'broken.yaml'), broken)
    const words = ['registry', 'check', 'broken.yaml']
    const { code, stderr } = await runArna(words, { cwd })
    expect(code).toBe(1)
    expect(stderr).toBe(`arna: broken.yaml is refused:
  line 6, sistems: unknown key; did you mean systems?
  line 13, services[0].owner: protal is no senderId of systems; did you mean portal?
`)
    const good = await runArna(['registry', 'check', '-'], { cwd, input: registry() })
    expect(good).toEqual({
      code: 0,
      stdout: '',
      stderr:
        'standard input is a registry for test inner: 1 organisations, 1 systems, 1 services, 1 connections\n',
    })
  })

  test('check warns of what a gateway would refuse', async () => {
    const input = registry().replace('000140000017', '000240000025')
    const { code, stderr } = await runArna(['registry', 'check', '-'], { cwd, input })
    expect(code).toBe(0)
    expect(stderr).toMatch(/^warning: portal: the certificate .* has the BIN 000140000017/)
  })

  test.each([
    [['import', 'registry.yaml'], 2, '--key is missing'],
    [
      ['import', 'registry.yaml', '--key', 'portal.crt'],
      1,
      'portal.crt is no private Ed25519 key in PEM',
    ],
    [
      ['import', 'registry.yaml', '--key', 'publication.pub'],
      1,
      'publication.pub is no private Ed25519 key',
    ],
    [['import', 'registry.yaml', '--demo', 'test-iner'], 2, 'did you mean test-inner?'],
    [['import', 'registry.yaml', '--demo', 'test-inner'], 1, 'run npm start first'],
    [['export', '--key', 'publication.key'], 2, '--environment and --contour are missing'],
    [
      ['export', '--key', 'publication.key', '--environment', 'production', '--contour', 'inner'],
      1,
      'nothing was published for production inner yet',
    ],
  ])('%j is refused', async (words, exitCode, message) => {
    const { code, stdout, stderr } = await arna('registry', ...words)
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' })
    expect(stderr).toContain(message)
  })

  test('a database that is not there is one clear line', async () => {
    const words = ['registry', 'import', 'registry.yaml', '--key', 'publication.key']
    const { code, stderr } = await runArna([...words, '--database', 'mysql://x'], { cwd })
    expect(code).toBe(1)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})
