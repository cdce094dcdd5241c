import { ContestantProcess, type Launch } from './contestant-process.ts'
import type { MessageFiles } from './messages.ts'

const rounds = 7
const roundMs = 1_000

export interface Entry extends Launch {
  readonly message: MessageFiles
}

export interface Result {
  readonly name: string
  /** Repetitions per second of processor time: one number per round. */
  readonly perSecond: readonly number[]
}

/**
 * Measures contestants in turns, one after another in every round, so that what disturbs the machine disturbs them all.
 * Before that each must accept the good message and refuse the tampered one.
 */
export async function race(entries: readonly Entry[]): Promise<Result[]> {
  const started: { entry: Entry; contestant: ContestantProcess; perSecond: number[] }[] = []
  try {
    for (const entry of entries) {
      const contestant = await ContestantProcess.start(entry)
      started.push({ entry, contestant, perSecond: [] })
      await crossCheck(contestant, entry.message)
    }
    for (const { entry, contestant } of started) {
      await contestant.run(entry.warmUpMs, entry.message.good)
    }
    for (let round = 0; round < rounds; round++) {
      for (const { entry, contestant, perSecond } of started) {
        perSecond.push(await contestant.run(roundMs, entry.message.good))
      }
    }
    return started.map(({ contestant: { name }, perSecond }) => ({ name, perSecond }))
  } finally {
    for (const { contestant } of started) contestant.stop()
  }
}

async function crossCheck(contestant: ContestantProcess, message: MessageFiles): Promise<void> {
  if (!(await contestant.accepts(message.good))) {
    throw new Error(`${contestant.name} refuses the good message: nothing can be compared`)
  }
  if (await contestant.accepts(message.tampered)) {
    throw new Error(`${contestant.name} accepts the tampered message: it does not verify`)
  }
  console.log(`  ${contestant.name} accepts the good message and refuses the tampered one`)
}
