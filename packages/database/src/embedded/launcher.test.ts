import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { findBinaries } from './binaries.ts'
import { launcherFor } from './launcher.ts'

const base = mkdtempSync(join(tmpdir(), 'arna-launcher-')) // mode 0700
afterAll(() => rmSync(base, { recursive: true }))

const account = { uid: 65534, gid: 65534 }

describe('launcherFor', () => {
  test('ties the server to the life of its parent', () => {
    const { command, args } = launcherFor(undefined, ['/'], true)('/bin/postgres', ['-D', 'x'])
    expect([command, ...args]).toEqual([
      'setpriv',
      '--pdeathsig',
      'INT',
      '--',
      '/bin/postgres',
      '-D',
      'x',
    ])
  })

  test('starts the server directly where there is no setpriv', () => {
    expect(launcherFor(undefined, ['/'], false)('/bin/postgres', ['-D', 'x'])).toEqual({
      command: '/bin/postgres',
      args: ['-D', 'x'],
    })
  })

  test('drops root, and keeps no capability when every user may enter the folder', () => {
    const { args } = launcherFor(account, ['/'], true)('/bin/postgres', [])
    expect(args).toContain('--reuid=65534')
    expect(args.join(' ')).not.toContain('caps')
  })

  test('keeps the one capability that lets the account into a closed folder', () => {
    const folder = join(base, 'home')
    mkdirSync(folder, { recursive: true })
    expect(launcherFor(account, ['/', folder], true)('/bin/postgres', []).args).toContain(
      '--ambient-caps=+dac_override',
    )
  })

  test('drops root by the system call where there is no setpriv', () => {
    expect(launcherFor(account, ['/'], false)('/bin/postgres', []).account).toEqual(account)
  })

  test('names the ways out where there is no setpriv and the account may not enter', () => {
    expect(() => launcherFor(account, [base], false)).toThrow(
      expect.objectContaining({
        code: 'not-runnable-here',
        message: expect.stringContaining('install util-linux'),
      }),
    )
  })
})

describe('findBinaries', () => {
  test('finds those of this machine', async () => {
    expect((await findBinaries()).postgres).toMatch(/bin\/postgres$/)
  })

  test('names the way out on a platform that has none', async () => {
    await expect(findBinaries('win32', 'x64')).rejects.toMatchObject({
      code: 'unsupported-platform',
      message: expect.stringContaining('set ARNA_DATABASE_URL'),
    })
  })
})
