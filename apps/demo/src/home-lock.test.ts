import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lockHome } from './home-lock.ts'
import { explain } from './obstacle.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'arna-lock-'))
})
afterEach(() => rmSync(home, { recursive: true }))

describe('lockHome', () => {
  test('keeps the home for one process until it is released', () => {
    const lock = lockHome(home)
    expect(() => lockHome(home)).toThrow(`already runs on ${home} (process ${process.pid})`)
    lock.release()
    expect(existsSync(join(home, 'arna.lock'))).toBe(false)
    expect(lockHome(home).leftBehind).toBe(false)
  })

  test('does not heed the lock of a process that is gone', () => {
    const { pid } = spawnSync('true')
    writeFileSync(join(home, 'arna.lock'), JSON.stringify({ pid, born: 'some boot 1' }))
    expect(lockHome(home).leftBehind).toBe(true)
  })

  test('does not heed a lock whose number another process has now', () => {
    writeFileSync(
      join(home, 'arna.lock'),
      JSON.stringify({ pid: process.pid, born: 'some boot 1' }),
    )
    expect(lockHome(home).leftBehind).toBe(true)
  })

  test('makes the folder and those above it, open to nobody but its owner', () => {
    const deep = join(home, 'a', 'b')
    lockHome(deep).release()
    expect([statSync(join(home, 'a')).mode & 0o777, statSync(deep).mode & 0o777]).toEqual([
      0o711, 0o711,
    ])
  })

  test('names a file where the folder should be', () => {
    const file = join(home, 'file')
    writeFileSync(file, '')
    for (const path of [file, join(file, 'below')]) {
      expect(() => lockHome(path)).toThrow(`${file} is a file, and the data needs a folder`)
    }
  })

  test('is told in one sentence where nothing can be made', () => {
    const nowhere = join(home, 'link')
    symlinkSync(join(home, 'gone', 'deep'), nowhere)
    for (const path of ['/proc', '/proc/x', '/proc/x/y', nowhere]) {
      let error: unknown
      try {
        lockHome(path)
      } catch (caught) {
        error = caught
      }
      expect(explain(error, path)).toMatch(
        new RegExp(`^The folder ${path} cannot be written \\(.+\\): choose another place`),
      )
    }
  })

  test('does not heed a lock that was cut off while it was written', () => {
    writeFileSync(join(home, 'arna.lock'), '{"pid":')
    expect(lockHome(home).leftBehind).toBe(true)
  })
})
