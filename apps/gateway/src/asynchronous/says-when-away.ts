import { type Database, isAway } from '@arna/database'
import { Fault } from '@arna/message'

/** The same database, whose absence is a fault that tells the caller to come again. */
export const saysWhenAway = (database: Database): Database => ({
  ...database,
  query: (statement, values) => told(database.query(statement, values)),
  transaction: (work) => told(database.transaction(work)),
})

const told = <T>(work: Promise<T>): Promise<T> =>
  work.catch((cause: unknown) => {
    if (!isAway(cause) || cause instanceof Fault) throw cause
    throw new Fault('journal-unavailable', 'the database cannot be asked now', { cause })
  })
