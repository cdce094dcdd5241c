import type { Database } from '@arna/database'
import { forgetExpired } from './admission.ts'
import type { Lane } from './lane.ts'
import type { Partitions } from './partitions.ts'
import { sealMessage } from './proof/syslog-lines.ts'
import { retain, type RetentionDays } from './retention.ts'
import { type Seal, writeSeal } from './seal.ts'
import { openSealFile } from './seal-file.ts'
import { sweepOutcomes } from './sweep-outcomes.ts'
import { openSyslog } from './syslog.ts'
import type { TimeKeeper } from './time-keeper.ts'

interface Surroundings {
  readonly database: Database
  readonly time: TimeKeeper
  readonly partitions: Partitions
  readonly nextLane: () => Lane
  readonly sealFile?: string | undefined
  readonly sealSyslog?: string | undefined
  readonly retention?: RetentionDays | undefined
  /** How long the database must have answered before a missing outcome is an unknown one. */
  readonly steadyMs?: number | undefined
  readonly onUnknown?: ((count: number) => void) | undefined
  /** When a record was last not taken, on the clock of `performance.now`. */
  readonly failedAtMs: () => number
  readonly onError: (error: unknown) => void
}

const secondMs = 1000
const usualSteadyMs = 5 * secondMs
const minuteMs = 60 * secondMs
/** While a syslog server is away; older seals are in the file and in the database. */
const mostUnsent = 1000

/** What the journal does by itself: every process asks, advisory locks let one do it. */
export function startUpkeep(surroundings: Surroundings): { stop(): Promise<void> } {
  const { database, time, partitions, nextLane, onError } = surroundings
  const seals = openSealFile(surroundings.sealFile)
  let unsent: Seal[] = []
  const seal = async (): Promise<void> => {
    await writeSeal(database, time)
    const made = await seals.copy(database)
    if (surroundings.sealSyslog === undefined) return
    unsent = [...unsent, ...made].slice(-mostUnsent)
    await sendSeals(surroundings.sealSyslog, unsent)
    unsent = []
  }
  const isSteady = steadiness(surroundings)
  const works = [
    repeat(secondMs, onError, async () => {
      const unknown = (await isSteady()) ? await sweepOutcomes({ database, nextLane }) : 0
      if (unknown > 0) surroundings.onUnknown?.(unknown)
      await forgetExpired(database)
    }),
    repeat(minuteMs, onError, async () => {
      await time.synchronise()
      await partitions.prepareAhead(time.now())
    }),
    repeat(minuteMs, onError, seal),
    repeat(minuteMs, onError, async () => {
      const { retention = {} } = surroundings
      await retain(retention, { database, nextLane, nowMs: time.now() })
    }),
  ]
  return {
    stop: async () => {
      for (const work of works) await work.stop()
      await seal().catch(onError)
    },
  }
}

/**
 * After an outage the processes first write the outcomes that they could not write during it: only when the database has
 * answered for a while, and taken whatever this process wrote, is a missing outcome an unknown one.
 */
function steadiness({
  database,
  failedAtMs,
  steadyMs = usualSteadyMs,
}: Surroundings): () => Promise<boolean> {
  let answersSinceMs: number | undefined
  return async () => {
    try {
      await database.query('select 1')
    } catch (error) {
      answersSinceMs = undefined
      throw error
    }
    answersSinceMs ??= performance.now()
    return performance.now() - Math.max(answersSinceMs, failedAtMs()) >= steadyMs
  }
}

async function sendSeals(address: string, seals: readonly Seal[]): Promise<void> {
  if (seals.length === 0) return
  const syslog = await openSyslog(address)
  for (const seal of seals) await syslog.send(sealMessage(seal))
  await syslog.close()
}

/** Again and again, one at a time; a work that fails is tried at its next time, and told when it fails in a new way. */
function repeat(
  everyMs: number,
  onError: (error: unknown) => void,
  work: () => Promise<void>,
): { stop(): Promise<void> } {
  let running: Promise<void> | undefined
  let told: string | undefined
  const attempt = async (): Promise<void> => {
    try {
      await work()
      told = undefined
    } catch (error) {
      if (String(error) !== told) onError(error)
      told = String(error)
    }
    running = undefined
  }
  const timer = setInterval(() => {
    running ??= attempt()
  }, everyMs)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}
