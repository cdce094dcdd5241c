import { createHash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { type Database, openDatabase } from '@arna/database'
import {
  accept,
  type Claimed,
  deliveryMoves,
  end,
  type EndMove,
  openContent,
  openNumbers,
  Queues,
  sealContent,
  type SealedContent,
} from '@arna/delivery'
import {
  type MessageRecord,
  newSessionId,
  openJournal,
  openJournalKey,
  openPayloadCipher,
} from '@arna/journal'

/** The connections of a gateway. */
const mostConnections = 16
const weekSeconds = 7 * 24 * 60 * 60

/** The store of the asynchronous channel as a gateway has it, without the gateway: one line, no signatures. */
export interface Store {
  readonly database: Database
  readonly queue: number
  /** Resolves with the message's id when it is durable. */
  accept(content: Buffer): Promise<number>
  open(id: number, content: SealedContent): Buffer
  /** False when it had ended before. */
  end(message: Pick<Claimed, 'id' | 'message'>, as: EndMove): Promise<boolean>
  close(): Promise<void>
}

export async function openStore(databaseUrl: string, folder: string): Promise<Store> {
  const database = openDatabase(databaseUrl, { max: mostConnections })
  const key = openJournalKey(join(folder, 'journal.key'))
  const journal = await openJournal(database, {
    instance: 'bench',
    key,
    companions: deliveryMoves,
    onError: (error) => console.error(error),
  })
  const cipher = openPayloadCipher(key)
  const numbers = openNumbers(database)
  const parties = { initiatorId: 'initiator', receiverId: 'receiver', serviceId: 'BenchRegister' }
  const line = { contour: 'inner', ...parties }
  const { id: queue } = await new Queues(database).open({ kind: 'message', ...line })
  return {
    database,
    queue,
    accept: async (content) => {
      const id = await numbers.next()
      const chain = await numbers.next()
      const granted = await journal.move(
        record(id),
        {},
        accept({
          ...line,
          id,
          chain,
          opens: true,
          // As good as the digest of signed bytes: no two are alike.
          digest: createHash('sha256').update(randomUUID()).digest(),
          type: 'REQUEST',
          senderId: parties.initiatorId,
          providerId: parties.receiverId,
          routeId: undefined,
          queue,
          expirySeconds: weekSeconds,
          content: sealContent(cipher, id, [content]),
          lease: undefined,
        }),
      )
      if (granted === undefined) throw new Error(`the message ${id} was not stored`)
      return id
    },
    open: (id, content) => openContent(key, id, content),
    end: async ({ id, message: { chain } }, as) =>
      (await journal.move(record(id), {}, end({ id, chain, as }))) !== undefined,
    close: async () => {
      await journal.close()
      await database.close()
    },
  }
}

/** As the gateway writes it beside. */
const record = (id: number): MessageRecord => ({
  kind: 'finished',
  sessionId: newSessionId(),
  messageId: String(id),
  senderId: 'initiator',
  serviceId: 'BenchRegister',
  registryNumber: 1,
  stageTimes: [],
})
