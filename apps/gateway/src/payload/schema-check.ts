import { createHash } from 'node:crypto'
import type { PayloadSchema } from '@arna/registry'
import type { SchemaSubject } from '@arna/xml'
import {
  type Asker,
  openSchemaLane,
  type LaneLimits,
  type SchemaLane,
  type SchemaVerdict,
} from './schema-lane.ts'

/** Checks payloads against the schemas of services, in threads beside the event loop (docs/decisions/0021). */
export interface SchemaCheck {
  /** Why it is no schema; undefined when it is one. */
  problemOf(schema: PayloadSchema): Promise<string | undefined>
  check(schema: PayloadSchema, subject: SchemaSubject, asker: Asker): Promise<SchemaVerdict>
  close(): Promise<void>
}

/** Takes a millisecond when it is valid; a large one never stands before a small one. */
const smallBytes = 64 * 1024

const smallLimits = { checkMs: 1_000, mostWaiting: 64 }
/** Ten megabytes take an eighth of a second, and fifty megabytes of memory that are not given back while it lives. */
const largeLimits = { checkMs: 10_000, mostWaiting: 4, idleMs: 10_000 }

export function openSchemaCheck(limits: { readonly small?: LaneLimits } = {}): SchemaCheck {
  const small: SchemaLane = openSchemaLane(limits.small ?? smallLimits)
  const large: SchemaLane = openSchemaLane(largeLimits)
  const keys = new WeakMap<PayloadSchema, string>()
  const good = new WeakSet<PayloadSchema>()

  const keyOf = (schema: PayloadSchema): string => {
    let key = keys.get(schema)
    if (key === undefined) {
      key = createHash('sha256').update(JSON.stringify(schema.files)).digest('base64')
      keys.set(schema, key)
    }
    return key
  }

  return {
    problemOf: async (schema) => {
      if (good.has(schema)) return undefined
      const verdict = await small.compile(keyOf(schema), schema.files)
      if (verdict.kind !== 'checked') return verdict.why
      good.add(schema)
      return undefined
    },
    check: (schema, subject, asker) => {
      const lane = subject.bytes.byteLength <= smallBytes ? small : large
      return lane.check(keyOf(schema), schema.files, subject, asker)
    },
    close: async () => {
      await Promise.all([small.close(), large.close()])
    },
  }
}
