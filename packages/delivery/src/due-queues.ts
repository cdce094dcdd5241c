import type { Database } from '@arna/database'

export interface DueQueue {
  readonly id: number
  readonly dueAt: Date
  /** By the database's clock, which alone judges. */
  readonly isDue: boolean
  /** When an operator last asked that its receiver be tried at once. */
  readonly hastenedAt: Date | undefined
}

/** The lines with something that nobody has, and when their first one is due. It looks at each line once, however long it is. */
export async function dueQueues(database: Database): Promise<DueQueue[]> {
  const rows = await database.query<HeadRow>(heads, [])
  return rows.map(({ queue, due_at, is_due, hastened_at }) => ({
    id: queue,
    dueAt: due_at,
    isDue: is_due,
    hastenedAt: hastened_at ?? undefined,
  }))
}

interface HeadRow {
  readonly queue: number
  readonly due_at: Date
  readonly is_due: boolean
  readonly hastened_at: Date | null
}

const free = 'leased_until is null and behind is null'

/** Without a name, so that it is planned for what waits now: see `claim`. */
const heads = `
    with recursive head as (
      (select queue, due_at from delivery where ${free} order by queue, due_at limit 1)
      union all
      select next.queue, next.due_at from head cross join lateral (
        select queue, due_at from delivery where ${free} and queue > head.queue
        order by queue, due_at limit 1) as next)
    select queue, due_at, due_at <= now() as is_due, hastened_at
    from head join delivery_queue on delivery_queue.id = head.queue`

/** The receivers of these lines are tried at once, also those that were down; every process hears it. */
export async function tryNow(database: Database, queues: readonly number[]): Promise<void> {
  await database.query('update delivery_queue set hastened_at = now() where id = any ($1)', [
    queues,
  ])
}
