import { randomUUID } from 'node:crypto'
import { openDatabase } from '@arna/database'
import { newSessionId, openJournal } from '@arna/journal'

export interface JournalWriter {
  /** Writes one more record; resolves when it is durable. */
  write(): Promise<void>
  close(): Promise<void>
}

/** One record as the gateway writes it after a message was answered. */
const record = () => ({
  kind: 'finished' as const,
  sessionId: newSessionId(),
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

/** The gateway's own journal, chained and sealed; the records have no payload, as their single rows have none. */
export async function groupCommit(url: string): Promise<JournalWriter> {
  const database = openDatabase(url, { max: 8 })
  const journal = await openJournal(database, {
    instance: 'bench',
    onError: (error) => console.error(error),
  })
  return {
    write: () => journal.write(record()),
    close: async () => {
      await journal.close()
      await database.close()
    },
  }
}

const nobody = randomUUID()

const insertOne = {
  name: 'bench-insert-one',
  text: `insert into journal_message (at, writer, batch, position, payloads, instance, kind, session_id, message_id, sender_id,
                              service_id, certificate, registry, digest, bytes, stage_times)
         values (now(), $12, 1, 1, '[]', $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
}

/** The same record into the same table, one statement and one commit each, and no chain. */
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
        nobody,
      ])
    },
    close: () => database.close(),
  }
}
