import type { Transaction } from '@arna/database'

/** Every column of the journal that the chain has to guard. */
export async function guardedColumns(
  transaction: Transaction,
): Promise<{ table: string; column: string; type: string }[]> {
  return transaction.query(
    `select table_name as table, column_name as column, udt_name as type from information_schema.columns
     where table_name in ('journal_message', 'journal_event', 'journal_hold', 'journal_payload', 'journal_batch', 'journal_seal')
     order by table_name, ordinal_position`,
  )
}

/** What turns a value into another one of its type, as an expression over the column. */
const alterations: Readonly<Record<string, (column: string, seed: number) => string>> = {
  timestamptz: (column) => `${column} + interval '1 microsecond'`,
  uuid: (column, seed) =>
    `overlay(coalesce(${column}::text, '00000000-0000-7000-8000-000000000000') placing '${(seed % 0xffffff).toString(16).padStart(8, 'f')}' from 1)::uuid`,
  int8: (column) => `coalesce(${column}, 0) + 1`,
  int4: (column) => `coalesce(${column}, 0) + 1`,
  text: (column) => `coalesce(${column}, '') || 'x'`,
  json: (column) => `(${column}::text || ' ')::json`,
  bytea: (column, seed) =>
    `case when coalesce(length(${column}), 0) = 0 then '\\x00'::bytea
          else set_byte(${column}, ${seed} % length(${column}), get_byte(${column}, ${seed} % length(${column})) # ${1 << (seed % 8)}) end`,
}

/** As the owner of the database can: the triggers do not stand in the way. Undone with the transaction. */
export async function asOwner(transaction: Transaction): Promise<void> {
  await transaction.query('set local session_replication_role = replica')
  for (const table of [
    'journal_message',
    'journal_hold',
    'journal_payload',
    'journal_batch',
    'journal_seal',
  ]) {
    const checks = await transaction.query<{ name: string }>(
      `select conname as name from pg_constraint where conrelid = $1::regclass and contype = 'c'`,
      [table],
    )
    for (const { name } of checks) {
      await transaction.query(`alter table ${table} drop constraint ${name}`)
    }
  }
  await transaction.query('alter table journal_batch drop constraint journal_batch_pkey')
  await transaction.query('alter table journal_seal drop constraint journal_seal_pkey')
}

/** A row by its place in the table, from 0 round and round. */
const nth = (table: string, row: number): string =>
  `(select tableoid, ctid from ${table} order by tableoid, ctid offset ${row} % (select count(*) from ${table}) limit 1)`

export async function alterColumn(
  transaction: Transaction,
  { table, column, type }: { table: string; column: string; type: string },
  row: number,
  seed: number,
): Promise<void> {
  const value = alterations[type]?.(column, seed)
  if (value === undefined) throw new TypeError(`no alteration for ${type}`)
  const changed = await transaction.query(
    `update ${table} set ${column} = ${value} where (tableoid, ctid) = ${nth(table, row)} returning 1`,
  )
  if (changed.length !== 1) throw new Error(`no row of ${table} was altered`)
}

export const deleteRow = (transaction: Transaction, table: string, row: number): Promise<unknown> =>
  transaction.query(`delete from ${table} where (tableoid, ctid) = ${nth(table, row)}`)

/** The same row a second time. */
export const insertRow = (transaction: Transaction, table: string, row: number): Promise<unknown> =>
  transaction.query(
    `insert into ${table} select * from ${table} where (tableoid, ctid) = ${nth(table, row)}`,
  )

const places: Readonly<Record<string, readonly string[]>> = {
  journal_message: ['writer', 'batch', 'position'],
  journal_event: ['writer', 'batch', 'position'],
  journal_batch: ['writer', 'number'],
  journal_seal: ['number'],
  journal_hold: ['writer', 'batch', 'compartment', 'piece'],
  journal_payload: ['session_id', 'direction', 'piece'],
}

/** Two rows change their places. */
export async function swapRows(
  transaction: Transaction,
  table: string,
  one: number,
  other: number,
): Promise<void> {
  const columns = places[table]!.join(', ')
  await transaction.query(
    `create temporary table swapped on commit drop as
       select tableoid as oid, ctid as id, ${columns}, row_number() over () as side from ${table}
       where (tableoid, ctid) = ${nth(table, one)} or (tableoid, ctid) = ${nth(table, other)}`,
  )
  await transaction.query(
    `update ${table} set (${columns}) = row(${places[table]!.map((column) => `swapped.${column}`).join(', ')})
     from swapped where exists (
       select from swapped mine where mine.oid = ${table}.tableoid and mine.id = ${table}.ctid and mine.side <> swapped.side)`,
  )
}
