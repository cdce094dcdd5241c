import { EventEmitter } from 'node:events'
import type { KeyObject } from 'node:crypto'
import { onTestFinished } from 'vitest'
import type { Carrier, Sight } from '../carrier/carrier.ts'
import type { Registry } from '../registry.ts'
import type { RegistryError } from '../registry-error.ts'
import { type RegistryWatch, watchRegistry, type WatchOptions } from '../watch-registry.ts'

export interface Watching {
  readonly watch: RegistryWatch
  readonly refusals: RegistryError[]
  readonly failures: unknown[]
  readonly copyFailures: unknown[]
  readonly next: Next
  /** Resolves when the carrier was asked so many times more and what it offered was dealt with. */
  readonly looked: (times?: number) => Promise<void>
  readonly stop: () => Promise<void>
}

/** The next event of its kind, from now on. */
interface Next {
  (event: 'change'): Promise<Registry>
  (event: 'refused'): Promise<RegistryError>
  (event: 'unreachable' | 'copyFailed'): Promise<unknown>
}

/** A watch over test inner that tells what happens. It ends with the test. */
export function watching(
  carrier: Carrier,
  publicKey: KeyObject,
  options: Partial<WatchOptions> = {},
): Watching {
  const events = new EventEmitter().setMaxListeners(100)
  const ended = new AbortController()
  const refusals: RegistryError[] = []
  const failures: unknown[] = []
  const copyFailures: unknown[] = []
  const spied: Carrier = {
    name: carrier.name,
    look: async (than, signal): Promise<Sight> => {
      events.emit('asked')
      return carrier.look(than, signal)
    },
  }
  const watch = watchRegistry(spied, {
    environment: 'test',
    contour: 'inner',
    publicationKeys: [publicKey],
    intervalMs: 10,
    signal: ended.signal,
    onChange: (registry) => events.emit('change', registry),
    onRefused: (error) => {
      refusals.push(error)
      events.emit('refused', error)
    },
    onUnreachable: (error) => {
      failures.push(error)
      events.emit('unreachable', error)
    },
    onCopyFailed: (error) => {
      copyFailures.push(error)
      events.emit('copyFailed', error)
    },
    ...options,
  })
  const stop = async (): Promise<void> => {
    ended.abort()
    await watch.ended
  }
  onTestFinished(stop)
  return {
    watch,
    refusals,
    failures,
    copyFailures,
    next: (event: string) => new Promise<never>((resolve) => events.once(event, resolve)),
    looked: async (times = 1) => {
      // The next question says that the one before it was dealt with.
      for (let time = 0; time <= times; time++) {
        await new Promise<void>((resolve) => events.once('asked', resolve))
      }
    },
    stop,
  }
}
