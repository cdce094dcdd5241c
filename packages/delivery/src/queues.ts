import type { Database } from '@arna/database'

export type QueueKind = 'message' | 'status'

/** Whose deliveries wait in one line: the receiver's, of one connection. */
export interface QueueName {
  readonly contour: string
  readonly kind: QueueKind
  readonly receiverId: string
  readonly initiatorId: string
  readonly serviceId: string
}

export interface Queue extends QueueName {
  readonly id: number
}

/** Queues are made when they are first needed, and stay. Their numbers are kept in memory. */
export class Queues {
  readonly #database: Database
  readonly #byName = new Map<string, Queue>()
  readonly #byId = new Map<number, Queue>()

  constructor(database: Database) {
    this.#database = database
  }

  async open(name: QueueName): Promise<Queue> {
    const known = this.#byName.get(keyOf(name))
    if (known !== undefined) return known
    const values = [name.contour, name.kind, name.receiverId, name.initiatorId, name.serviceId]
    await this.#database.query(
      `insert into delivery_queue (contour, kind, receiver_id, initiator_id, service_id)
       values ($1, $2, $3, $4, $5) on conflict do nothing`,
      values,
    )
    const [row] = await this.#database.query<QueueRow>(
      `${select} where contour = $1 and kind = $2 and receiver_id = $3 and initiator_id = $4 and service_id = $5`,
      values,
    )
    return this.#keep(row!)
  }

  async byId(id: number): Promise<Queue> {
    const known = this.#byId.get(id)
    if (known !== undefined) return known
    const [row] = await this.#database.query<QueueRow>(`${select} where id = $1`, [id])
    if (row === undefined) throw new TypeError(`there is no queue ${id}`)
    return this.#keep(row)
  }

  /** The lines of messages that one receiver has of one service. */
  async ofReceiver({
    contour,
    receiverId,
    serviceId,
  }: Pick<QueueName, 'contour' | 'receiverId' | 'serviceId'>): Promise<Queue[]> {
    const rows = await this.#database.query<QueueRow>(
      `${select} where contour = $1 and receiver_id = $2 and service_id = $3 and kind = 'message'`,
      [contour, receiverId, serviceId],
    )
    return rows.map((row) => this.#keep(row))
  }

  #keep(row: QueueRow): Queue {
    const queue: Queue = {
      id: row.id,
      contour: row.contour,
      kind: row.kind,
      receiverId: row.receiver_id,
      initiatorId: row.initiator_id,
      serviceId: row.service_id,
    }
    this.#byName.set(keyOf(queue), queue)
    this.#byId.set(queue.id, queue)
    return queue
  }
}

interface QueueRow {
  readonly id: number
  readonly contour: string
  readonly kind: QueueKind
  readonly receiver_id: string
  readonly initiator_id: string
  readonly service_id: string
}

const select = 'select id, contour, kind, receiver_id, initiator_id, service_id from delivery_queue'

const keyOf = ({ contour, kind, receiverId, initiatorId, serviceId }: QueueName): string =>
  JSON.stringify([contour, kind, receiverId, initiatorId, serviceId])
