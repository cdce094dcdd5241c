import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openJournalKey } from './journal-key.ts'
import { verifyJournal } from './proof/verify-journal.ts'
import { sweepOutcomes } from './sweep-outcomes.ts'
import { newFolder, openThrowaway } from './test-setup/open-throwaway.ts'
import { testLane } from './test-setup/test-lane.ts'

const writer = fileURLToPath(new URL('test-setup/writer.ts', import.meta.url))

test('a process that is killed in mid-flight leaves a journal that holds, with all that it was told is written', async () => {
  const path = join(newFolder(), 'journal.key')
  const { database, url } = await openThrowaway({ key: openJournalKey(path) })
  const acknowledged: string[] = []
  for (let death = 0; death < 3; death++) {
    const child = spawn(process.execPath, [writer, url, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let heard = 0
    for await (const line of createInterface(child.stdout)) {
      acknowledged.push(line)
      if (++heard === 500) child.kill('SIGKILL')
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    expect(child.signalCode).toBe('SIGKILL')
  }
  const rows = await database.query<{ line: string }>(
    `select session_id || ' ' || kind as line from journal_message`,
  )
  const written = new Set(rows.map(({ line }) => line))
  expect(acknowledged.length).toBeGreaterThan(1500)
  expect(acknowledged.filter((line) => !written.has(line))).toEqual([])
  expect(await verifyJournal(database)).toMatchObject({ holds: true, problems: [] })

  // What was under way gets its `unknown` when its time is up.
  await database.query('update admission set deadline = now()')
  const lane = await testLane(database)
  const admitted = [...written].filter((line) => line.endsWith('admitted')).length
  const finished = [...written].filter((line) => line.endsWith('finished')).length
  expect(await sweepOutcomes({ database, nextLane: () => lane })).toBe(admitted - finished)
  expect(admitted).toBeGreaterThan(finished)
  expect(await verifyJournal(database)).toMatchObject({ holds: true, problems: [] })
})
