import { randomBytes } from 'node:crypto'
import { openDatabase } from '@arna/database'
import { setSecret } from '@arna/registry'
import { expect, onTestFinished, test } from 'vitest'
import { ask } from '../../live/journaled.ts'
import { startSmallWorld } from '../../live/small-world.ts'
import { accepts, signedRequest } from '../../live/speak.ts'

test('in the journal, by its name and never its value, and goes on with the one before', async () => {
  const small = await startSmallWorld()
  const database = openDatabase(small.databaseUrl)
  onTestFinished(() => database.close())
  const key = { octets: randomBytes(32), path: 'another.key' }
  await setSecret(database, 'password', 'not the right one', { key, by: 'a test', keyIsNew: true })
  const alarms = () =>
    ask<{ detail: string }>(
      small.databaseUrl,
      `select detail from journal_event where event = 'alarm:secret-refused'`,
    )
  await expect.poll(alarms, { timeout: 5_000 }).toHaveLength(1)
  const [alarm] = await alarms()
  expect(alarm?.detail).toContain('the secret password (version 2)')
  expect(alarm?.detail).not.toContain('not the right one')
  await accepts(signedRequest({ in: small, serviceId: 'Demands:basic' }), { to: small })
})
