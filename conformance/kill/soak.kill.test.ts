import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { startKillable } from './killable-world.ts'
import { Ledger } from './ledger.ts'
import { reckon } from './reckoning.ts'
import { verifyJournal } from './verify-journal.ts'

/** `ARNA_SOAK_MINUTES=20 npm run test:kill -- soak` is the long one. */
const minutes = Number(process.env['ARNA_SOAK_MINUTES'] ?? 3)

test(
  `${minutes} minutes at half load leave memory flat and no handle open`,
  async () => {
    const killable = await startKillable()
    onTestFinished(killable.stop)
    const { world, gateway } = killable
    const { pid = 0 } = gateway

    // As much as it takes: half of that is the load.
    const sprint = new Ledger(world, 8)
    await sprint.answers(200)
    const start = performance.now()
    await sprint.answers(2_000)
    const perSecond = 2_000_000 / (performance.now() - start)
    await sprint.end()

    const load = new Ledger(world, 8, { perSecond: perSecond / 2 })
    const samples: number[] = []
    const end = performance.now() + minutes * 60_000
    while (performance.now() < end) {
      await delay(2_000)
      samples.push(residentMegabytes(pid))
    }
    await load.end()
    const warm = samples.slice(Math.floor(samples.length / 3))
    const half = Math.floor(warm.length / 2)
    const [before, after] = [median(warm.slice(0, half)), median(warm.slice(half))]
    console.log(
      `soak: ${Math.round(perSecond / 2)} messages/s for ${minutes} min, ${load.book.length} messages, ` +
        `RSS ${before} → ${after} MB, ${handles(pid)} handles`,
    )
    expect(after).toBeLessThan(before * 1.1 + 8)

    // Without load the connections of clients and to the provider close by themselves.
    await expect.poll(() => handles(pid), { timeout: 90_000, interval: 1_000 }).toBeLessThan(64)
    const ends = await reckon(load.book, world)
    expect(Object.keys(ends)).toEqual(['answered'])
    await verifyJournal(world)
  },
  minutes * 60_000 + 300_000,
)

const residentMegabytes = (pid: number): number =>
  Math.round(
    Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024,
  )

const handles = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0
}
