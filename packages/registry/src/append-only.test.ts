import { throwawayDatabase } from '@arna/testing'
import { expect, onTestFinished, test } from 'vitest'

test.each([
  'update registry_publication set number = number + 1',
  'delete from registry_publication',
  'truncate registry_publication',
])('the database refuses to take a publication back: %s', async (statement) => {
  const throwaway = await throwawayDatabase()
  const { database } = throwaway
  onTestFinished(() => throwaway.drop())
  await database.query(
    `insert into registry_publication values ('test', 'inner', 1, now(), 'a snapshot')`,
  )
  await expect(database.query(statement)).rejects.toThrow('append-only')
})
