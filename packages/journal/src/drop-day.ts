import type { Database, Transaction } from '@arna/database'
import { type DroppableTable, type DroppedData, droppedEvent, mergeDropped } from './dropped.ts'
import { eventEntry } from './entries.ts'
import { type Lane, together } from './lane.ts'

export interface DropOrder {
  readonly table: DroppableTable
  /** `2026-11-27` */
  readonly day: string
  readonly reason: DroppedData['reason']
  readonly actor?: string | undefined
  readonly detail?: string | undefined
}

/**
 * Drops one day of one table as a whole, in the transaction that records it: what it was, how many rows, where the
 * chains stood. Says whether there was something to drop. Rejects when the table is too busy; then nothing has changed.
 */
export async function dropDay(
  { table, day, reason, actor, detail }: DropOrder,
  { database, lane }: { readonly database: Database; readonly lane: Lane },
): Promise<boolean> {
  const partition = partitionName(table, day)
  if (!(await exists(database, partition))) return false
  // A day that is over changes no more: what takes time is done before anybody has to wait.
  const data = await describe(database, table, day, partition, reason)
  return together(lane, database, async (transaction, board) => {
    // Inserts must not wait behind us for long: whoever does not get the table now comes again.
    await transaction.query(`set local lock_timeout = '1s'`)
    await transaction.query(`lock table ${table} in access exclusive mode`)
    // Another process may have dropped it meanwhile.
    if (!(await exists(transaction, partition))) return false
    const event = { event: droppedEvent, actor, detail, data: { ...data } }
    await board({ events: [eventEntry(event)], messages: [] })
    await transaction.query(`alter table ${table} detach partition ${partition}`)
    await transaction.query(`drop table ${partition}`)
    return true
  })
}

async function describe(
  database: Database,
  table: DroppableTable,
  day: string,
  partition: string,
  reason: DropOrder['reason'],
): Promise<DroppedData> {
  const [size] = await database.query<{ rows: number; bytes: number }>(
    `select count(*) as rows, pg_total_relation_size('${partition}') as bytes from ${partition}`,
  )
  const heads = await database.query<DroppedData['heads'][number]>(
    `select distinct on (writer) writer, number, encode(hash, 'hex') as hash from journal_batch
     where at >= $1::timestamptz and at < $1::timestamptz + interval '1 day' order by writer, number desc`,
    [`${day}T00:00:00Z`],
  )
  const { rows, bytes } = size!
  const carried = table === 'journal_event' ? await toldIn(database, partition) : []
  return { dropped: { table, from: day, to: day, rows }, carried, bytes, reason, heads }
}

const partitionName = (table: DroppableTable, day: string): string =>
  `${table}_${day.replaceAll('-', '')}`

export async function hasDay(
  transaction: Pick<Transaction, 'query'>,
  table: DroppableTable,
  day: string,
): Promise<boolean> {
  return exists(transaction, partitionName(table, day))
}

async function exists(
  transaction: Pick<Transaction, 'query'>,
  partition: string,
): Promise<boolean> {
  const [row] = await transaction.query<{ there: boolean }>(
    'select to_regclass($1) is not null as there',
    [partition],
  )
  return row!.there
}

/** What the events of a day tell of earlier drops: it must outlive them. */
async function toldIn(database: Database, partition: string): Promise<DroppedData['carried']> {
  const rows = await database.query<{ data: DroppedData }>(
    `select data from ${partition} where event = $1`,
    [droppedEvent],
  )
  return mergeDropped(rows.flatMap(({ data }) => [data.dropped, ...data.carried]))
}

/** The days of a table that have a partition, oldest first. */
export async function daysOfTable(
  database: Pick<Database, 'query'>,
  table: DroppableTable,
): Promise<string[]> {
  const rows = await database.query<{ day: string }>(
    `select to_char(to_date(right(relname, 8), 'YYYYMMDD'), 'YYYY-MM-DD') as day
     from pg_inherits join pg_class on pg_class.oid = inhrelid
     where inhparent = $1::regclass and relname ~ '_[0-9]{8}$' order by relname`,
    [table],
  )
  return rows.map(({ day }) => day)
}
