import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import type { Context } from './command.ts'
import type { Given, OptionSpecs } from './command-line.ts'
import { databaseOption } from './database.ts'
import { demoDatabases, demoGateway, demoPublicationKey } from './demo-folder.ts'
import { Failure, UsageError } from './failure.ts'
import { readBytes } from './files.ts'
import type { PlaceOfRegistry } from './registry-in-question.ts'

export const registryOptions: OptionSpecs = {
  database: databaseOption,
  key: { value: 'FILE', help: 'publication key (Ed25519 PEM)' },
  demo: {
    value: 'GATEWAY',
    help: 'database and key of the running demo: test-inner, test-outer, production-…',
  },
}

export interface RegistryPlace {
  readonly url: string
  readonly keyFile: string
  /** Known when a gateway of the demo was named. */
  readonly place: PlaceOfRegistry | undefined
}

/** Where registries are published and with which key: told one by one, or taken from the demo. */
export function registryPlace(given: Given, context: Context): RegistryPlace {
  const where = registryDatabase(given, context)
  const keyFile =
    where.place === undefined
      ? given.required('key', 'the publication key')
      : demoPublicationKey(context.config)
  return { ...where, keyFile }
}

/** The database alone. */
export function registryDatabase(
  given: Given,
  { config }: Context,
): Omit<RegistryPlace, 'keyFile'> {
  const demo = given.text('demo')
  if (demo !== undefined) {
    if (given.flag('database') || given.flag('key')) {
      throw new UsageError('--demo brings its own database and key: leave out --database and --key')
    }
    const { environment, contour } = demoGateway(demo)
    const url = demoDatabases(config).get(environment)
    if (url === undefined) throw new Failure(`the demo has no ${environment} environment`)
    return { url, place: { environment, contour } }
  }
  const url = given.text('database') ?? config.databaseUrl
  if (url === undefined) {
    throw new UsageError(
      '--database is missing, and ARNA_DATABASE_URL is not set; or give --demo test-inner',
    )
  }
  return { url, place: undefined }
}

export function readPublicationKey(file: string): KeyObject {
  return ed25519(file, () => createPrivateKey(readBytes(file)), 'private')
}

/** The public half will do; from a private key it is derived. */
export function readPublicPublicationKey(file: string): KeyObject {
  return ed25519(file, () => createPublicKey(readBytes(file)), 'public or private')
}

function ed25519(file: string, read: () => KeyObject, what: string): KeyObject {
  let key: KeyObject | undefined
  try {
    key = read()
  } catch (error) {
    if (error instanceof Failure) throw error
  }
  if (key?.asymmetricKeyType === 'ed25519') return key
  throw new Failure(
    `${file} is no ${what} Ed25519 key in PEM: make one with arna keys new --kind ed25519`,
  )
}
