import { throwawayDatabase, type ThrowawayDatabase } from '@arna/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withDatabaseName } from './database-url.ts'
import { ensureDatabase } from './ensure-database.ts'
import { openDatabase } from './open-database.ts'

let own: ThrowawayDatabase
const names: string[] = []

beforeAll(async () => {
  own = await throwawayDatabase()
})
afterAll(async () => {
  for (const name of names)
    await own.database.query(`drop database if exists "${name}" with (force)`)
  await own.database.query('drop role if exists poor_user')
  await own.drop()
})

function newName(): string {
  const name = `ensure "${names.length}" ${process.pid}`.replaceAll('"', "'")
  names.push(name)
  return name
}

async function nameAt(url: string): Promise<unknown> {
  const database = openDatabase(url, { max: 1 })
  const [row] = await database.query('select current_database() as name')
  await database.close()
  return row?.['name']
}

describe('ensureDatabase', () => {
  test('makes the database once, whatever its name', async () => {
    const name = newName()
    expect(await nameAt(await ensureDatabase(own.url, name))).toBe(name)
    expect(await nameAt(await ensureDatabase(own.url, name))).toBe(name)
  })

  test('works although the database that the URL names does not exist', async () => {
    const name = newName()
    const url = withDatabaseName(own.url, 'nowhere')
    expect(await nameAt(await ensureDatabase(url, name))).toBe(name)
  })

  test('lets two processes want the same at the same time', async () => {
    const name = newName()
    const urls = await Promise.all([1, 2, 3].map(() => ensureDatabase(own.url, name)))
    expect(new Set(urls).size).toBe(1)
  })

  test('says what an administrator has to do for a user who may not', async () => {
    await own.database.query(`create role poor_user login password 'poor'`)
    const url = new URL(own.url)
    url.username = 'poor_user'
    url.password = 'poor'
    await expect(ensureDatabase(url.href, newName())).rejects.toMatchObject({
      code: 'not-allowed',
      message: expect.stringContaining('let an administrator run CREATE DATABASE'),
    })
  })

  test('says that the server refuses the user', async () => {
    const url = new URL(own.url)
    url.password = 'secret guess'
    const refused = ensureDatabase(url.href, newName())
    await expect(refused).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(refused).rejects.not.toThrow(/secret/)
  })

  test('says that nobody listens', async () => {
    await expect(ensureDatabase('postgres://arna@127.0.0.1:1/x', 'y')).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('127.0.0.1:1 cannot be reached'),
    })
  })
})
