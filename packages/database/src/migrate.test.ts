import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { throwawayDatabase, type ThrowawayDatabase } from '@arna/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrate } from './migrate.ts'

let own: ThrowawayDatabase
let folder: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'arna-migrations-'))
  own = await throwawayDatabase()
  // The throwaway database has the project's own migrations: these tests begin without.
  await own.database.query('drop schema public cascade; create schema public')
})
afterEach(async () => {
  rmSync(folder, { recursive: true })
  await own.drop()
})

const write = (name: string, sql: string): void => writeFileSync(join(folder, name), sql)
const run = (): Promise<string[]> => migrate(own.database, { folder })

describe('migrate', () => {
  test('applies what is new, in order, once', async () => {
    write('0002_fill.sql', 'insert into thing values (1); insert into thing values (2);')
    write('0001_thing.sql', 'create table thing (id int);')
    expect(await run()).toEqual(['0001_thing.sql', '0002_fill.sql'])
    write('0003_more.sql', 'insert into thing values (3);')
    expect(await run()).toEqual(['0003_more.sql'])
    expect(await run()).toEqual([])
    expect(await own.database.query('select count(*) from thing')).toEqual([{ count: 3 }])
  })

  test('lets one of two processes that come together do the work', async () => {
    write('0001_thing.sql', 'create table thing (id int);')
    const applied = await Promise.all([run(), run(), run()])
    expect(applied.flat()).toEqual(['0001_thing.sql'])
  })

  test('changes nothing when one file fails, and names it', async () => {
    write('0001_thing.sql', 'create table thing (id int);')
    write('0002_wrong.sql', 'create table thing (id int);')
    await expect(run()).rejects.toMatchObject({
      code: 'migration-failed',
      message: expect.stringContaining('0002_wrong.sql failed and nothing was changed'),
    })
    expect(await own.database.query(`select to_regclass('thing') as thing`)).toEqual([
      { thing: null },
    ])
  })

  test('refuses an applied file that was edited', async () => {
    write('0001_thing.sql', 'create table thing (id int);')
    await run()
    write('0001_thing.sql', 'create table thing (id bigint);')
    await expect(run()).rejects.toMatchObject({
      code: 'migration-changed',
      message: expect.stringContaining(
        '0001_thing.sql was applied to this database and has been edited since',
      ),
    })
  })

  test('takes a file with other line ends for the same', async () => {
    write('0001_thing.sql', 'create table thing (\n  id int\n);\n')
    await run()
    write('0001_thing.sql', 'create table thing (\r\n  id int\r\n);\r\n')
    expect(await run()).toEqual([])
  })

  test('refuses a database that a newer release has migrated', async () => {
    write('0001_thing.sql', 'create table thing (id int);')
    write('0002_newer.sql', 'create table newer (id int);')
    await run()
    rmSync(join(folder, '0002_newer.sql'))
    await expect(run()).rejects.toMatchObject({ code: 'migration-unknown' })
  })

  test('refuses a file that comes before what is applied', async () => {
    write('0002_thing.sql', 'create table thing (id int);')
    await run()
    write('0001_late.sql', 'create table late (id int);')
    await expect(run()).rejects.toMatchObject({ code: 'migration-order' })
  })

  test.each(['1_thing.sql', '0001-thing.sql', '0001_Thing.sql'])(
    'refuses the name %s',
    async (name) => {
      write(name, 'select 1;')
      await expect(run()).rejects.toMatchObject({ code: 'migration-order' })
    },
  )

  test('refuses two files with one number', async () => {
    write('0001_thing.sql', 'select 1;')
    write('0001_other.sql', 'select 1;')
    await expect(run()).rejects.toMatchObject({ code: 'migration-order' })
  })
})
