import { createHash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Database } from '@arna/database'
import {
  accept,
  deliveryMoves,
  openContent,
  openNumbers,
  Queues,
  readContent,
  retry,
  sealContent,
} from '@arna/delivery'
import {
  type Companion,
  type Granted,
  newSessionId,
  openJournal,
  openJournalKey,
  openPayloadCipher,
} from '@arna/journal'
import { newFolder } from './run-arna.ts'

interface Accepting {
  readonly receiver: string
  readonly service: string
  readonly sender: string
  readonly chain: number
  /** A process has it in hands, for so long. */
  readonly inHandsSeconds: number
  /** Its last attempt failed, and the next one is in an hour. */
  readonly hasFailed: boolean
}

export interface Waiting {
  readonly accept: (
    fields?: Partial<Accepting>,
  ) => Promise<{ readonly id: number; readonly chain: number }>
  readonly contentOf: (id: number) => Promise<string>
  readonly move: (companion: Companion) => Promise<Granted | undefined>
  readonly close: () => Promise<void>
}

export const worker = randomUUID()

/** Accepts messages as a gateway does, from `portal` to `database` unless told. */
export async function openWaiting(database: Database): Promise<Waiting> {
  const key = openJournalKey(join(newFolder(), 'journal.key'))
  const journal = await openJournal(database, {
    instance: 'test-inner',
    key,
    upkeep: false,
    companions: deliveryMoves,
    onError: (error) => {
      throw error
    },
  })
  const cipher = openPayloadCipher(key)
  const numbers = openNumbers(database)
  const queues = new Queues(database)
  const move: Waiting['move'] = (companion) =>
    journal.move({ kind: 'finished', sessionId: newSessionId(), stageTimes: [] }, {}, companion)
  return {
    move,
    contentOf: async (id) => openContent(key, id, (await readContent(database, id))!).toString(),
    close: () => journal.close(),
    accept: async ({
      receiver = 'database',
      service = 'Echo',
      sender = 'portal',
      inHandsSeconds,
      hasFailed = false,
      ...fields
    } = {}) => {
      const id = await numbers.next()
      const chain = fields.chain ?? (await numbers.next())
      const name = { contour: 'inner', receiverId: receiver, initiatorId: sender }
      const queue = await queues.open({ ...name, serviceId: service, kind: 'message' })
      const seconds = hasFailed ? 60 : inHandsSeconds
      await move(
        accept({
          ...name,
          id,
          chain,
          opens: fields.chain === undefined,
          digest: createHash('sha256').update(String(id)).digest(),
          type: fields.chain === undefined ? 'REQUEST' : 'UPDATE',
          senderId: sender,
          providerId: receiver,
          serviceId: service,
          routeId: undefined,
          queue: queue.id,
          expirySeconds: 3_600,
          content: sealContent(cipher, id, [Buffer.from(`<messageInfo>${id}</messageInfo>`)]),
          lease: seconds === undefined ? undefined : { worker, seconds },
        }),
      )
      if (hasFailed) {
        const detail = 'no answer within 30 s'
        await move(
          retry({
            id,
            hold: { worker, attempt: 1 },
            delaySeconds: 3_600,
            status: 'provider-timeout',
            detail,
          }),
        )
      }
      return { id, chain }
    },
  }
}
