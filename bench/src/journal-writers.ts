import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { type Database, openDatabase } from '@arna/database'

export interface JournalWriter {
  /** Writes one more record; resolves when it is durable. */
  write(): Promise<void>
  close(): Promise<void>
}

/** One record as the gateway writes it after a message was answered. */
const record = () => ({
  kind: 'finished',
  sessionId: randomUUID(),
  messageId: randomUUID(),
  senderId: 'bench',
  serviceId: 'BenchRegister',
  certificate: 'c'.repeat(64),
  registryNumber: 1,
  digest: 'd'.repeat(64),
  bytes: 5_000,
  stageTimes: ['envelope', 'authenticate', 'authorize', 'route', 'admit', 'deliver', 'answer'].map(
    (stage) => ({ stage, ms: 0.123 }),
  ),
})

interface GatewayJournal {
  readonly postgresJournal: (
    database: Database,
    instance: string,
  ) => { write(one: object): Promise<void> }
}

/** The gateway's own journal; the bench sees the gateway from outside, so it is found by its path. */
export async function groupCommit(url: string): Promise<JournalWriter> {
  const path = '../../apps/gateway/src/journal/postgres-journal.ts'
  const module = (await import(fileURLToPath(new URL(path, import.meta.url)))) as GatewayJournal
  const database = openDatabase(url)
  const journal = module.postgresJournal(database, 'bench')
  return { write: () => journal.write(record()), close: () => database.close() }
}

const insertOne = {
  name: 'bench-insert-one',
  text: `insert into journal (instance, kind, session_id, message_id, sender_id, service_id, certificate, registry, digest,
                              bytes, stage_times)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
}

/** The same record into the same table, one statement and one commit each. */
export function singleRows(url: string): JournalWriter {
  const database = openDatabase(url, { max: 32 })
  return {
    write: async () => {
      const one = record()
      await database.query(insertOne, [
        'bench',
        one.kind,
        one.sessionId,
        one.messageId,
        one.senderId,
        one.serviceId,
        one.certificate,
        one.registryNumber,
        one.digest,
        one.bytes,
        JSON.stringify(one.stageTimes),
      ])
    },
    close: () => database.close(),
  }
}
