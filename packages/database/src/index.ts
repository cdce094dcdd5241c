export { DatabaseError, type DatabaseErrorCode } from './database-error.ts'
export { databaseNameOf } from './database-url.ts'
export { stopLeftBehind } from './embedded/left-behind.ts'
export { type Embedded, type EmbeddedOptions, startEmbedded } from './embedded/start-embedded.ts'
export { ensureDatabase } from './ensure-database.ts'
export { migrate, type MigrateOptions } from './migrate.ts'
export {
  type Database,
  openDatabase,
  type OpenDatabaseOptions,
  type Statement,
  type Transaction,
} from './open-database.ts'
