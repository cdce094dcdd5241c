import { openDatabase } from '@arna/database'
import { type Job, PgBoss } from 'pg-boss'
import { atOnce, type JobQueue, mostConnections } from './job-queue.ts'
import { Pump } from './pump.ts'

const queue = 'bench'

/**
 * Its `work` looks for jobs twice a second at most, so it is driven by `fetch` and `complete`, as fast as they answer. Nothing
 * of its upkeep runs.
 */
export async function pgBossQueue(databaseUrl: string, content: string): Promise<JobQueue> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    max: mostConnections,
    schedule: false,
    supervise: false,
  })
  boss.on('error', (error) => console.error(error))
  await boss.start()
  await boss.createQueue(queue)
  const database = openDatabase(databaseUrl, { max: 1 })
  let completed: (id: string) => void = () => {}
  const pump = new Pump(
    (batchSize: number) => boss.fetch<object>(queue, { batchSize }),
    async (jobs: readonly Job[]) => {
      const ids = jobs.map(({ id }) => id)
      await boss.complete(queue, ids)
      ids.forEach(completed)
    },
  )
  return {
    name: `pg-boss, ${atOnce} at a time`,
    enqueue: async () => {
      const id = await boss.send(queue, { content })
      if (id === null) throw new Error('pg-boss did not take a job')
      pump.wake()
      return id
    },
    work: async (tell) => {
      completed = (id) => tell(id)
    },
    left: async () => {
      const [row] = await database.query<{ left: number }>(
        `select count(*) as left from pgboss.job where name = '${queue}' and state < 'completed'`,
      )
      return row!.left
    },
    close: async () => {
      // The last of its connections hears of the end of the server.
      boss.removeAllListeners('error').on('error', () => {})
      await boss.stop()
      await database.close()
    },
  }
}
