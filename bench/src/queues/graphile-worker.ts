import { openDatabase } from '@arna/database'
import { type JobQueue, mostConnections, mostInHands } from './job-queue.ts'

/** Its runner with its own batches: jobs are fetched ahead, and those that end in one turn are completed in one statement. */
export async function graphileQueue(databaseUrl: string, content: string): Promise<JobQueue> {
  // It reads this when it is loaded; a line in a log for each job would be work that the others do not do.
  process.env['NO_LOG_SUCCESS'] = '1'
  const { Logger, run } = await import('graphile-worker')
  const database = openDatabase(databaseUrl, { max: 1 })
  let completed: (id: string) => void = () => {}
  const runner = await run({
    logger: new Logger(() => () => {}),
    noHandleSignals: true,
    parsedCronItems: [],
    taskList: { bench: async () => {} },
    preset: {
      worker: {
        connectionString: databaseUrl,
        maxPoolSize: mostConnections,
        concurrentJobs: mostInHands,
        localQueue: { size: mostInHands },
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
  })
  runner.events.on('job:success', ({ job }) => completed(job.id))
  return {
    name: 'graphile-worker, with a local queue and batches of completions',
    enqueue: async () => (await runner.addJob('bench', { content })).id,
    work: async (tell) => {
      completed = tell
    },
    left: async () => {
      const [row] = await database.query<{ left: number }>(
        'select count(*) as left from graphile_worker._private_jobs',
      )
      return row!.left
    },
    close: async () => {
      await runner.stop()
      await database.close()
    },
  }
}
