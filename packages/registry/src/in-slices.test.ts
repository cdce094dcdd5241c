import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inSlices } from './in-slices.ts'
import { openSnapshotInSlices, signSnapshot } from './snapshot.ts'
import { publicationKeys, testSource } from './test-setup/registry-source.ts'

/** How often other work had its turn while this was done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  const state = { isDone: false, turns: 0 }
  const others = (async () => {
    while (!state.isDone) {
      await setImmediate()
      state.turns++
    }
  })()
  await work()
  state.isDone = true
  await others
  return state.turns
}

function* holding(pieces: number, holdMs: number): Generator<void, string> {
  for (let piece = 0; piece < pieces; piece++) {
    const end = performance.now() + holdMs
    while (performance.now() < end); // works
    yield
  }
  return 'done'
}

test('lets other work go on after each piece that held the process for long', async () => {
  expect(await inSlices(holding(3, 0))).toBe('done')
  expect(await turnsDuring(() => inSlices(holding(20, 6)))).toBeGreaterThanOrEqual(20)
})

test('a large snapshot is opened in slices, and is the same', async () => {
  const { privateKey: key, publicKey } = publicationKeys()
  const source = await testSource()
  const connections = Array.from({ length: 10_000 }, (_, index) => ({
    ...source.connections[0]!,
    system: `system ${index}`,
  }))
  const systems = connections.map(({ system }) => ({ ...source.systems[0]!, senderId: system }))
  const large = { ...source, systems: [...source.systems, ...systems], connections }
  const text = signSnapshot(large, { number: 1, publishedAt: new Date(0), key })
  const turns = await turnsDuring(async () => {
    const opened = await openSnapshotInSlices(text, [publicKey], source, undefined)
    expect(opened.source.connections).toHaveLength(10_000)
  })
  expect(turns).toBeGreaterThan(5)
})
