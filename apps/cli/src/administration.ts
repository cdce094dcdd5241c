import type { Database } from '@arna/database'
import { openJournal } from '@arna/journal'
import type { Context } from './command.ts'
import { Failure, messageOf } from './failure.ts'

export interface Act {
  /** `registry-published`, `password-reset` … */
  readonly event: string
  /** In words, for people; never a secret. */
  readonly detail: string
  readonly data: Readonly<Record<string, unknown>>
}

/** Every administrative act leaves a trace in the journal of the database that it changed. */
export async function recordAct(
  { config }: Pick<Context, 'config'>,
  database: Database,
  act: Act,
): Promise<void> {
  try {
    const journal = await openJournal(database, {
      instance: 'cli',
      upkeep: false,
      onError: () => {}, // a partition that cannot be made now: the default one takes the record
    })
    try {
      await journal.event({ ...act, actor: config.operator })
    } finally {
      await journal.close()
    }
  } catch (error) {
    throw new Failure(`done (${act.detail}), but the journal did not take it: ${messageOf(error)}`)
  }
}
