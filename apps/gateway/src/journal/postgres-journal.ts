import type { Database } from '@arna/database'
import { Fault } from '@arna/message'
import type { Journal, JournalRecord } from '../exchange.ts'

interface Waiting {
  readonly record: JournalRecord
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

const largestFlight = 1000
/** While the database is slow no more than these wait: strangers could fill the memory otherwise. */
const mostWaiting = 10_000
/** Two statements under way at once: one is being made durable while the next one gathers. */
const flights = 2

/**
 * Group commit: callers queue up, one multi-row INSERT per flight. `write` resolves when the record is durable
 * (synchronous_commit is PostgreSQL's default, on).
 */
export function postgresJournal(database: Database, instance: string): Journal {
  let waiting: Waiting[] = []
  let flying = 0

  const takeOff = (): void => {
    while (flying < flights && waiting.length > 0) {
      const batch = waiting.slice(0, largestFlight)
      waiting = waiting.slice(largestFlight)
      flying++
      void insert(database, instance, batch).finally(() => {
        flying--
        takeOff()
      })
    }
  }

  return {
    write: (record) =>
      new Promise<void>((resolve, reject) => {
        if (waiting.length >= mostWaiting) {
          reject(new Fault('journal-unavailable', 'too many records wait for the journal'))
          return
        }
        waiting.push({ record, resolve, reject })
        // A microtask later: records of the same turn share a flight.
        queueMicrotask(takeOff)
      }),
  }
}

const insertRecords = `
  insert into journal (instance, kind, session_id, message_id, sender_id, service_id, certificate, registry, digest,
                       bytes, stage, fault_code, detail, stage_times)
  select $1, * from unnest($2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::text[],
                           $10::integer[], $11::text[], $12::text[], $13::text[], $14::jsonb[])`

async function insert(
  database: Database,
  instance: string,
  batch: readonly Waiting[],
): Promise<void> {
  const column = <T>(value: (record: JournalRecord) => T | undefined): (T | null)[] =>
    batch.map(({ record }) => value(record) ?? null)
  try {
    await database.query(insertRecords, [
      instance,
      column((record) => record.kind),
      column((record) => record.sessionId),
      column((record) => storable(record.messageId)),
      column((record) => storable(record.senderId)),
      column((record) => storable(record.serviceId)),
      column((record) => record.certificate),
      column((record) => record.registryNumber),
      column((record) => record.digest),
      column((record) => record.bytes),
      column((record) => record.stage),
      column((record) => record.faultCode),
      column((record) => storable(record.detail)),
      column((record) => JSON.stringify(record.stageTimes)),
    ])
    for (const { resolve } of batch) resolve()
  } catch (cause) {
    const fault = new Fault('journal-unavailable', 'the journal cannot be written now', { cause })
    for (const { reject } of batch) reject(fault)
  }
}

/** Claims of strangers are cut to a sane length; XML holds no NUL, and PostgreSQL takes none. */
const storable = (text: string | undefined): string | undefined =>
  text?.slice(0, 1000).replaceAll('\0', '')
