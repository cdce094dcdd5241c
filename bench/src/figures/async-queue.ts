import { join } from 'node:path'
import { withServer } from '../asynchronous/with-server.ts'
import type { Figure } from '../figure.ts'
import { payload } from '../payload.ts'
import { arnaQueue } from '../queues/arna.ts'
import { graphileQueue } from '../queues/graphile-worker.ts'
import type { JobQueue } from '../queues/job-queue.ts'
import { pgBossQueue } from '../queues/pg-boss.ts'
import { compare, median } from '../row.ts'

const rounds = 5
const roundMs = 3_000
const callers = 64
const bodyBytes = 2 * 1024

/** What keeping and handing on messages costs without anything around it: enqueue, claim, complete. */
export const asyncQueue: Figure = {
  ids: ['async-queue'],
  measure: ({ folder }) =>
    withServer(join(folder, 'async-queue'), async (databaseUrl) => {
      const content = payload(bodyBytes)
      const queues: JobQueue[] = []
      try {
        queues.push(await arnaQueue(databaseUrl, join(folder, 'async-queue'), Buffer.from(content)))
        queues.push(await graphileQueue(databaseUrl, content))
        queues.push(await pgBossQueue(databaseUrl, content))
        const [ours, ...others] = await race(queues)
        const [faster, slower] = others.toSorted(
          (one, other) => median(other.perSecond) - median(one.perSecond),
        )
        return [
          compare(
            {
              id: 'async-queue',
              figure: `jobs of 2 KB enqueued by ${callers} callers, claimed and completed`,
              unit: 'jobs/s',
              peer: faster!.name,
              target: 3,
              better: 'higher',
              note: `${slower!.name}: ${Math.round(median(slower!.perSecond))} jobs/s`,
            },
            ours!.perSecond,
            faster!.perSecond,
          ),
        ]
      } finally {
        for (const queue of queues) await queue.close()
      }
    }),
}

async function race(queues: readonly JobQueue[]) {
  const entries = queues.map((queue) => ({ queue, perSecond: [] as number[] }))
  for (const { queue } of entries) await oneRound(queue)
  for (let round = 0; round < rounds; round++) {
    for (const { queue, perSecond } of entries) perSecond.push(await oneRound(queue))
  }
  return entries.map(({ queue: { name }, perSecond }) => ({ name, perSecond }))
}

/** Callers enqueue for a while, each the next job when the last one is durable; the round ends when all are completed. */
async function oneRound(queue: JobQueue): Promise<number> {
  const enqueued: string[] = []
  const completed = new Set<string>()
  let isFull = false
  const { promise: done, resolve, reject } = Promise.withResolvers<void>()
  const check = (): void => {
    if (isFull && completed.size >= enqueued.length) resolve()
  }
  await queue.work((id) => {
    if (completed.has(id)) reject(new Error(`${queue.name}: the job ${id} was done twice`))
    completed.add(id)
    check()
  })
  const start = performance.now()
  const caller = async (): Promise<void> => {
    while (performance.now() - start < roundMs) enqueued.push(await queue.enqueue())
  }
  await Promise.all(Array.from({ length: callers }, caller))
  isFull = true
  check()
  await done
  // Whoever completes jobs in the background has told of the last ones before they were written.
  while ((await queue.left()) > 0);
  const ms = performance.now() - start
  if (enqueued.some((id) => !completed.has(id))) throw new Error(`${queue.name} lost a job`)
  return (completed.size * 1000) / ms
}
