import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lockHome } from './home-lock.ts'

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

  test('does not heed a lock that was cut off while it was written', () => {
    writeFileSync(join(home, 'arna.lock'), '{"pid":')
    expect(lockHome(home).leftBehind).toBe(true)
  })
})
