import { resolve } from 'node:path'
import { readSecretKey, type SecretKey } from '@arna/registry'
import type { Context } from './command.ts'
import type { Given, OptionSpecs } from './command-line.ts'
import { databaseOption } from './database.ts'
import { demoSecretKey } from './demo-folder.ts'
import { UsageError } from './failure.ts'

export const secretDatabaseOptions: OptionSpecs = {
  database: databaseOption,
  demo: { value: 'GATEWAY', help: 'database and key of the running demo: test-inner, …' },
}

export const secretKeyOption: OptionSpecs = {
  'secret-key': {
    value: 'FILE',
    help: 'the key of 64 hexadecimal digits that the gateways have; ARNA_SECRET_KEY when left out',
  },
}

export function secretKeyOf(given: Given, { config }: Context): SecretKey {
  const path =
    given.text('secret-key') ??
    (given.flag('demo') ? demoSecretKey(config) : undefined) ??
    config.secretKey
  if (path === undefined) {
    throw new UsageError('--secret-key is missing, and ARNA_SECRET_KEY is not set')
  }
  return readSecretKey(resolve(config.workingFolder, path))
}
