import { existsSync } from 'node:fs'
import type { Database } from '@arna/database'
import { type EventRecord, type Journal, JournalKeyError, openJournal } from '@arna/journal'
import type { Context } from './command.ts'
import type { Given, OptionSpec } from './command-line.ts'
import { withDatabase } from './database.ts'
import { demoDatabases, demoGateway, demoJournalKey, hasDemo } from './demo-folder.ts'
import { Failure, messageOf, UsageError } from './failure.ts'

export const asOption: OptionSpec = {
  value: 'NAME',
  help: "who asks, recorded beside the operating system's user",
}

export const journalKeyOption: OptionSpec = {
  value: 'FILE',
  help: 'the journal key file of the gateway',
}

export const fromOption: OptionSpec = { value: 'DAY', help: 'the first day (UTC), as 2026-11-27' }
export const toOption: OptionSpec = { value: 'DAY', help: 'the last day (UTC), included' }

export const demoOption: OptionSpec = {
  value: 'GATEWAY',
  help: 'the database of the running demo: test-inner, test-outer, production-…',
}

/** The databases whose journal is asked: the one that is told, or those of the demo. */
export function journalUrls(
  given: Given,
  { config }: Context,
): { readonly urls: readonly string[]; readonly ofDemo: boolean } {
  const demo = given.text('demo')
  if (demo !== undefined) {
    if (given.flag('database')) {
      throw new UsageError('--demo brings its own database: leave out --database')
    }
    const { environment } = demoGateway(demo)
    const ofGateway = demoDatabases(config).get(environment)
    if (ofGateway === undefined) throw new Failure(`the demo has no ${environment} environment`)
    return { urls: [ofGateway], ofDemo: true }
  }
  const url = given.text('database') ?? config.databaseUrl
  if (url !== undefined) return { urls: [url], ofDemo: false }
  if (!hasDemo(config)) {
    throw new UsageError(
      '--database is missing, ARNA_DATABASE_URL is not set, and there is no demo',
    )
  }
  return { urls: [...new Set(demoDatabases(config).values())], ofDemo: true }
}

/** For what concerns one journal only. */
export function journalUrl(
  given: Given,
  context: Context,
): { readonly url: string; readonly ofDemo: boolean } {
  const { urls, ofDemo } = journalUrls(given, context)
  const [url] = urls
  if (url === undefined || urls.length > 1) {
    throw new UsageError(`the demo has ${urls.length} databases: ${sayWhich}`)
  }
  return { url, ofDemo }
}

export const sayWhich = 'say which with --demo test-inner or --demo production-inner'

/** The file that is told; where the demo's databases are asked, the demo's own. */
export function journalKeyFile(given: Given, context: Context): string | undefined {
  const told = given.text('journal-key')
  if (told !== undefined || !journalUrls(given, context).ofDemo) return told
  const ofDemo = demoJournalKey(context.config)
  return existsSync(ofDemo) ? ofDemo : undefined
}

export function readDay(given: Given, name: string): string | undefined {
  const day = given.text(name)
  return day === undefined ? undefined : checkDay(day, `--${name} `)
}

export function checkDay(day: string, before = ''): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : new Date(Number.NaN)
  if (!Number.isNaN(time.getTime()) && time.toISOString().startsWith(day)) return day
  throw new UsageError(`${before}${day}: write a day such as 2026-11-27`)
}

/** What a user does to the journal stands in the journal, in a chain of this command's own. */
export function withJournal<Result>(
  url: string,
  work: (journal: Journal, database: Database) => Promise<Result>,
  options?: { readonly ofDemo: boolean; readonly companions?: string },
): Promise<Result> {
  return withDatabase(
    url,
    async (database) => {
      const journal = await openJournal(database, {
        instance: 'cli',
        upkeep: false,
        companions: options?.companions,
        onError: () => {}, // a partition that cannot be made now: the default one takes the record
      })
      try {
        return await work(journal, database)
      } finally {
        await journal.close()
      }
    },
    options,
  )
}

/** Who did it: the user of the machine, whom nobody names by hand, and whom that user says to be. */
export function byUser(event: EventRecord, given: Given, { config }: Context): EventRecord {
  const as = given.text('as')
  return {
    ...event,
    actor: config.operator,
    data: { ...event.data, ...(as !== undefined && { as }) },
  }
}

/** A key file that is not in order is the user's to mend. */
export function orFailure<Result>(read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (error instanceof JournalKeyError) throw new Failure(messageOf(error))
    throw error
  }
}
