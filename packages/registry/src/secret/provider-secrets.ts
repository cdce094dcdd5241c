import type { Database, Transaction } from '@arna/database'
import { openSecret, sealSecret } from './seal-secret.ts'
import { SecretError } from './secret-error.ts'
import type { SecretKey } from './secret-key.ts'
import { isSecretName } from './secret-name.ts'

/** The newest version of a name, as it is stored. */
export interface StoredSecret {
  readonly name: string
  readonly version: number
  /** Null: removed. */
  readonly sealed: Buffer | null
  readonly setBy: string
  readonly setAt: Date
}

export interface SetSecretOptions {
  readonly key: SecretKey
  /** Who sets it. */
  readonly by: string
  /** The key file was changed on purpose: secrets that it does not open are no reason to refuse. */
  readonly keyIsNew?: boolean
}

/** Returns the version. Throws SecretError: for a bad name, and for a key that does not open the secrets there are. */
export async function setSecret(
  database: Pick<Database, 'transaction'>,
  name: string,
  value: string,
  { key, by, keyIsNew = false }: SetSecretOptions,
): Promise<number> {
  if (!isSecretName(name)) {
    throw new SecretError(
      `${JSON.stringify(name)} is no name of a secret: letters, digits, . _ -, at most 64, a letter or digit first`,
    )
  }
  return database.transaction(async (transaction) => {
    const stored = await lockedSecrets(transaction)
    if (!keyIsNew) {
      for (const one of stored) if (one.sealed !== null) openSecret(one.sealed, one, key)
    }
    const version = nextVersion(stored, name)
    const sealed = sealSecret(value, { name, version }, key)
    await insert(transaction, { name, version, sealed, by })
    return version
  })
}

/** The name has no value any more. False when it had none. */
export function removeSecret(
  database: Pick<Database, 'transaction'>,
  name: string,
  { by }: { readonly by: string },
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const stored = await lockedSecrets(transaction)
    const current = stored.find((one) => one.name === name)
    if (current === undefined || current.sealed === null) return false
    await insert(transaction, { name, version: nextVersion(stored, name), sealed: null, by })
    return true
  })
}

/** The newest version of each name in the order of the names, removed ones too. */
export function storedSecrets(database: Transaction): Promise<StoredSecret[]> {
  return database.query<StoredSecret & Record<string, unknown>>(
    `select distinct on (name collate "C") name, version, sealed, set_by as "setBy", set_at as "setAt"
     from provider_secret order by name collate "C", version desc`,
  )
}

/** Who sets or removes stands in line until the one before has committed. */
async function lockedSecrets(transaction: Transaction): Promise<StoredSecret[]> {
  await transaction.query(`select pg_advisory_xact_lock(hashtextextended('provider_secret', 0))`)
  return storedSecrets(transaction)
}

const nextVersion = (stored: readonly StoredSecret[], name: string): number =>
  (stored.find((one) => one.name === name)?.version ?? 0) + 1

async function insert(
  transaction: Transaction,
  row: { name: string; version: number; sealed: Buffer | null; by: string },
): Promise<void> {
  await transaction.query(
    'insert into provider_secret (name, version, sealed, set_by) values ($1, $2, $3, $4)',
    [row.name, row.version, row.sealed, row.by],
  )
}
