import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { startEmbedded } from '../index.ts'
import { freePort } from '../test-setup/own-server.ts'

/** A disk of 60 MB, in memory. */
const disk = mkdtempSync(join(tmpdir(), 'arna-disk-'))
const options = ['-t', 'tmpfs', '-o', 'size=60m,mode=755', 'arna-test', disk]
const isMounted = spawnSync('mount', options).status === 0

afterAll(() => {
  if (isMounted) execFileSync('umount', [disk])
  rmSync(disk, { recursive: true })
})

const start = async () =>
  startEmbedded({ folder: join(disk, 'arna'), port: await freePort(), log: () => {} })

function fill(megabytes: number): void {
  try {
    for (let part = 0; part < megabytes * 16; part++) {
      writeFileSync(join(disk, 'filler'), Buffer.alloc(64 * 1024), { flag: 'a' })
    }
  } catch {
    // full to the last block, as wished
  }
}

describe.skipIf(!isMounted)('on a disk of 60 MB (needs root and the right to mount)', () => {
  test('a full disk at the first start leaves nothing half-made, and a later start works', async () => {
    fill(40)
    await expect(start()).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringMatching(/^The disk that holds .+ is full: free some space/),
    })
    expect(existsSync(join(disk, 'arna', 'postgres'))).toBe(false)
    expect(existsSync(join(disk, 'arna', 'postgres.unfinished'))).toBe(false)
    rmSync(join(disk, 'filler'))
    await (await start()).stop()
  })

  test('a full disk at a later start is told as such', async () => {
    fill(60)
    await expect(start()).rejects.toMatchObject({ code: 'disk-full' })
    rmSync(join(disk, 'filler'))
    await (await start()).stop()
  })
})
