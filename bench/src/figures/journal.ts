import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDatabase, migrate, openDatabase, startEmbedded } from '@arna/database'
import { freePort } from '@arna/testing'
import type { Figure } from '../figure.ts'
import { groupCommit, type JournalWriter, singleRows } from '../journal-writers.ts'
import { compare } from '../row.ts'

const rounds = 5
const roundMs = 2_500
const warmUpMs = 2_500
const callers = 256

/** Records that are on the disk when their writers hear of it. */
export const journal: Figure = {
  ids: ['journal'],
  async measure({ folder }) {
    const home = join(folder, 'journal')
    mkdirSync(home)
    const embedded = await startEmbedded({ folder: home, port: await freePort(), log: () => {} })
    const url = await ensureDatabase(embedded.url('postgres'), 'arna_bench')
    const database = openDatabase(url, { max: 1 })
    const writers: JournalWriter[] = []
    try {
      await migrate(database)
      writers.push(await groupCommit(url), singleRows(url))
      const samples: number[][] = [[], []]
      for (const writer of writers) await perSecond(writer, warmUpMs)
      for (let round = 0; round < rounds; round++) {
        for (const [index, writer] of writers.entries()) {
          samples[index]!.push(await perSecond(writer, roundMs))
        }
      }
      return [
        compare(
          {
            id: 'journal',
            figure: `durable records, ${callers} callers`,
            unit: 'records/s',
            peer: 'single-row inserts over 32 connections',
            target: 2.5,
            better: 'higher',
          },
          samples[0]!,
          samples[1]!,
        ),
      ]
    } finally {
      for (const writer of writers) await writer.close()
      await database.close()
      await embedded.stop()
    }
  },
}

async function perSecond(writer: JournalWriter, ms: number): Promise<number> {
  const start = performance.now()
  let written = 0
  const caller = async (): Promise<void> => {
    while (performance.now() - start < ms) {
      await writer.write()
      written++
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return (written * 1000) / (performance.now() - start)
}
