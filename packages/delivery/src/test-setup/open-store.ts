import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '@arna/database'
import {
  type Granted,
  type Journal,
  type MessageRecord,
  newSessionId,
  openJournal,
  openJournalKey,
  openPayloadCipher,
} from '@arna/journal'
import { throwawayDatabase } from '@arna/testing'
import { onTestFinished } from 'vitest'
import {
  accept,
  type AcceptedMessage,
  deliveryMoves,
  end,
  type End,
  ends,
  type Lease,
  openNumbers,
  type Numbers,
  Queues,
  sealContent,
} from '../index.ts'

export interface Store {
  readonly url: string
  readonly database: Database
  readonly journal: Journal
  readonly numbers: Numbers
  readonly queues: Queues
  /** Accepts a message from `initiator` to `provider`; a REQUEST unless it names a chain. */
  accept(fields?: Partial<Accepting>): Promise<Accepted>
  end(fields: Pick<End, 'id' | 'chain'> & Partial<End>): Promise<Granted | undefined>
  move(companion: Parameters<Journal['move']>[2]): Promise<Granted | undefined>
}

interface Accepting {
  readonly chain: number
  readonly signed: string
  readonly text: string
  readonly from: 'initiator' | 'provider'
  readonly initiator: string
  readonly provider: string
  readonly lease: Lease
  readonly expirySeconds: number
}

interface Accepted {
  readonly id: number
  readonly chain: number
  readonly queue: number
  readonly granted: Granted | undefined
}

/** A store and its journal on a database of the test's own. */
export async function openStore(): Promise<Store> {
  const throwaway = await throwawayDatabase()
  const { database, url } = throwaway
  onTestFinished(() => throwaway.drop())
  const folder = mkdtempSync(join(tmpdir(), 'arna-delivery-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const key = openJournalKey(join(folder, 'journal.key'))
  const journal = await openJournal(database, {
    instance: 'test',
    key,
    upkeep: false,
    companions: deliveryMoves,
    onError: (error) => {
      throw error
    },
  })
  onTestFinished(() => journal.close())
  const cipher = openPayloadCipher(key)
  const numbers = openNumbers(database)
  const queues = new Queues(database)
  const move: Store['move'] = (companion) => journal.move(record(), {}, companion)

  return {
    url,
    database,
    journal,
    numbers,
    queues,
    move,
    accept: async ({
      initiator = 'initiator',
      provider = 'provider',
      from = 'initiator',
      signed = randomUUID(),
      text = '<messageInfo/>',
      ...fields
    } = {}) => {
      const id = await numbers.next()
      const chain = fields.chain ?? (await numbers.next())
      const receiverId = from === 'initiator' ? provider : initiator
      const name = { contour: 'inner', receiverId, initiatorId: initiator, serviceId: 'Service' }
      const queue = await queues.open({ ...name, kind: 'message' })
      const message: AcceptedMessage = {
        id,
        chain,
        opens: fields.chain === undefined,
        contour: 'inner',
        digest: createHash('sha256').update(signed).digest(),
        type: fields.chain === undefined ? 'REQUEST' : 'UPDATE',
        senderId: from === 'initiator' ? initiator : provider,
        receiverId,
        initiatorId: initiator,
        providerId: provider,
        serviceId: 'Service',
        routeId: undefined,
        queue: queue.id,
        expirySeconds: fields.expirySeconds ?? 3_600,
        content: sealContent(cipher, id, [Buffer.from(text)]),
        lease: fields.lease,
      }
      return { id, chain, queue: queue.id, granted: await move(accept(message)) }
    },
    end: (fields) => move(end({ as: ends.taken, ...fields })),
  }
}

const record = (): MessageRecord => ({
  kind: 'finished',
  sessionId: newSessionId(),
  stageTimes: [],
})
