import { migrate } from '@arna/database'
import type { Command } from '../command.ts'
import { databaseOption, withDatabase } from '../database.ts'
import { UsageError } from '../failure.ts'

/** `arna migrate`: brings a database to the form that this release needs. */
export const migrateDatabase: Command = {
  name: 'migrate',
  summary: 'bring a database to the form that this release needs',
  words: '',
  wordCount: [0, 0],
  options: { database: databaseOption },
  examples: [
    [
      'arna migrate --database postgres://arna@localhost/arna_test',
      'applies what is missing, all or nothing',
    ],
  ],
  async run(given, context) {
    const url = given.text('database') ?? context.config.databaseUrl
    if (url === undefined)
      throw new UsageError('--database is missing, and ARNA_DATABASE_URL is not set')
    const applied = await withDatabase(url, (database) => migrate(database))
    if (context.json) context.write(`${JSON.stringify({ applied })}\n`)
    else if (applied.length === 0) context.say('nothing to do: the database is up to date')
    else context.write(applied.map((name) => `applied ${name}\n`).join(''))
    return 0
  },
}
