import { randomBytes } from 'node:crypto'
import { type Database, openDatabase } from '@arna/database'
import { inject } from 'vitest'
import { templateName } from './throwaway-server.ts'

export interface ThrowawayDatabase {
  readonly database: Database
  readonly url: string
  /** Closes `database` and removes it. What a test forgets goes with the server at the end of the run. */
  drop(): Promise<void>
}

/**
 * A fresh, migrated PostgreSQL database of a test's own, in some tens of milliseconds. A global setup, which runs
 * outside of the tests, names the server.
 */
export async function throwawayDatabase(server?: string): Promise<ThrowawayDatabase> {
  const template = server === undefined ? await templateUrl() : await ask(server)
  const name = `test_${randomBytes(8).toString('hex')}`
  await administer(template, `create database ${name} template ${templateName} strategy file_copy`)
  const url = new URL(template)
  url.pathname = `/${name}`
  const database = openDatabase(url.href)
  return {
    database,
    url: url.href,
    drop: async () => {
      await database.close()
      await administer(template, `drop database ${name} with (force)`)
    },
  }
}

let known: Promise<string> | undefined

function templateUrl(): Promise<string> {
  known ??= ask(inject('throwawayServer'))
  return known
}

async function ask(server: string): Promise<string> {
  const response = await fetch(server)
  const text = await response.text()
  if (!response.ok) throw new Error(`the throwaway database server did not start: ${text}`)
  return text
}

/** Through the database `postgres`: a template must have no connection while it is copied. */
async function administer(template: string, statement: string): Promise<void> {
  const url = new URL(template)
  url.pathname = '/postgres'
  const database = openDatabase(url.href, { max: 1 })
  try {
    await database.query(statement)
  } finally {
    await database.close()
  }
}
