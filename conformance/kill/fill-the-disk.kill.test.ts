import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { through } from './channel-through.ts'
import { startKillable } from './killable-world.ts'
import { Ledger } from './ledger.ts'
import { reckon } from './reckoning.ts'
import { verifyJournal } from './verify-journal.ts'

const disk = mkdtempSync(join(tmpdir(), 'arna-full-disk-'))
const options = ['-t', 'tmpfs', '-o', 'size=400m,mode=755', 'arna-test', disk]
const isMounted = spawnSync('mount', options).status === 0

afterAll(() => {
  if (isMounted) execFileSync('umount', [disk])
  rmSync(disk, { recursive: true })
})

/** To the last block. */
function fill(): void {
  try {
    for (;;) writeFileSync(join(disk, 'filler'), Buffer.alloc(1024 * 1024), { flag: 'a' })
  } catch {
    // full, as wished
  }
}

describe.skipIf(!isMounted)('on a disk of 400 MB (needs root and the right to mount)', () => {
  test('a disk that is full for a while costs no record and no restart of the gateway', async () => {
    const killable = await startKillable({ folder: join(disk, 'data') })
    onTestFinished(killable.stop)
    const { world, gateway, database } = killable
    const { pid } = gateway
    const ledger = new Ledger(world, 16)
    await ledger.answers(50)
    fill()
    // It goes on until the log needs a new file, and that is soon.
    await ledger.faults('journal-unavailable')
    await delay(3_000)
    rmSync(join(disk, 'filler'))
    expect(existsSync(join(disk, 'filler'))).toBe(false)
    // A server that could not write its log stops; its supervisor starts it again.
    await database.startIfStopped()
    await ledger.answers(50)
    await ledger.end()
    expect(gateway.pid).toBe(pid)
    const ends = await reckon(ledger.book, world)
    expect(Object.keys(ends)).toEqual(['answered'])
    await verifyJournal(world)
  }, 240_000)

  test('nor a message of the asynchronous channel', async () => {
    const unclear = await through(
      async ({ database, book }) => {
        fill()
        await book.until(() => book.faults.has('journal-unavailable'))
        await delay(3_000)
        rmSync(join(disk, 'filler'))
        await database.startIfStopped()
      },
      { folder: join(disk, 'data of the channel') },
    )
    expect(unclear).toEqual([])
  }, 400_000)
})
