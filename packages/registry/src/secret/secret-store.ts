import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '@arna/database'
import { storedSecrets } from './provider-secrets.ts'
import { openSecret } from './seal-secret.ts'
import { SecretError } from './secret-error.ts'
import type { SecretKey } from './secret-key.ts'

export interface SecretStoreOptions {
  readonly key: SecretKey
  /** How often the database is asked whether a secret was set. */
  readonly intervalMs?: number
  /** Called once per version that cannot be opened; the value before it stays. It names the secret. */
  readonly onRefused: (error: SecretError) => void
  /** Called once when the database stops answering; what is in memory stays. */
  readonly onUnreachable?: (error: unknown) => void
  /** Called after a name got another value or lost it: connections that were made with the old one are to go. */
  readonly onChange?: (name: string) => void
  readonly signal: AbortSignal
}

/** The secrets of providers, opened, in memory only. */
export interface SecretStore {
  get(name: string): string | undefined
  /** Settles when they were read for the first time. Rejects when the signal comes before. */
  readonly ready: Promise<void>
  /** Settles after the signal. */
  readonly ended: Promise<void>
}

/** Keeps the secrets in memory up to date, within half a second. */
export function openSecretStore(
  database: Pick<Database, 'query'>,
  { intervalMs = 500, signal, ...options }: SecretStoreOptions,
): SecretStore {
  const values = new Map<string, string>()
  const seen = new Map<string, number>()
  let state: string | undefined
  let isReachable = true
  let settle: { resolve(): void; reject(error: Error): void } | undefined
  const ready = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject }
  })
  ready.catch(() => {}) // whoever does not await it must not die of it

  const take = (name: string, version: number, sealed: Buffer | null): void => {
    if (seen.get(name) === version) return
    seen.set(name, version)
    const before = values.get(name)
    try {
      if (sealed === null) values.delete(name)
      else values.set(name, openSecret(sealed, { name, version }, options.key))
    } catch (error) {
      if (!(error instanceof SecretError)) throw error
      options.onRefused(error)
    }
    if (values.get(name) !== before) options.onChange?.(name)
  }

  const look = async (): Promise<void> => {
    const [now] = await database.query<{ state: string }>(
      `select concat(count(*), ' ', max(set_at)) as state from provider_secret`,
    )
    if (now!.state === state) return
    for (const { name, version, sealed } of await storedSecrets(database))
      take(name, version, sealed)
    state = now!.state
  }

  const loop = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await look()
        isReachable = true
        settle?.resolve()
      } catch (error) {
        if (isReachable && !signal.aborted) options.onUnreachable?.(error)
        isReachable = false
      }
      await delay(intervalMs, undefined, { signal }).catch(() => {})
    }
    settle?.reject(new Error('the store ended before the secrets were read'))
  }
  return { get: (name) => values.get(name), ready, ended: loop() }
}
