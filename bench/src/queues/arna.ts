import { claim, type Claimed, ends, type SealedContent } from '@arna/delivery'
import { randomUUID } from 'node:crypto'
import { openStore } from '../asynchronous/store.ts'
import { atOnce, type JobQueue } from './job-queue.ts'
import { Pump } from './pump.ts'

/** The gateway's own: records in the journal, contents encrypted. */
export async function arnaQueue(
  databaseUrl: string,
  folder: string,
  content: Buffer,
): Promise<JobQueue> {
  const store = await openStore(databaseUrl, folder)
  const order = { queue: store.queue, leaseSeconds: 50, worker: randomUUID() }
  let completed: (id: string) => void = () => {}
  const finish = async (message: Claimed): Promise<void> => {
    store.open(message.id, message.content as SealedContent)
    if (!(await store.end(message, ends.taken))) throw new Error('a job was completed twice')
    completed(String(message.id))
  }
  const pump = new Pump(
    (limit: number) => claim(store.database, { ...order, limit }),
    async (messages) => void (await Promise.all(messages.map(finish))),
  )
  return {
    name: `Arna, ${atOnce} at a time`,
    enqueue: async () => {
      const id = await store.accept(content)
      pump.wake()
      return String(id)
    },
    work: async (tell) => {
      completed = tell
    },
    left: async () => {
      const [row] = await store.database.query<{ left: number }>(
        'select count(*) as left from delivery',
      )
      return row!.left
    },
    close: () => store.close(),
  }
}
