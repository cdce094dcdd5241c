import { createPrivateKey } from 'node:crypto'
import { openDatabase } from '@arna/database'
import { changeRegistry, publishSnapshot, signSnapshot } from '@arna/registry'
import { expect, onTestFinished, test } from 'vitest'
import { inForce } from '../../live/in-force.ts'
import { startSmallWorld } from '../../live/small-world.ts'
import { accepts, refuses, signedRequest } from '../../live/speak.ts'

const place = { environment: 'test', contour: 'inner' } as const

test('a suspension is in force within a second, and a publication that is refused changes nothing', async () => {
  const small = await startSmallWorld()
  const database = openDatabase(small.databaseUrl)
  onTestFinished(() => database.close())
  const key = createPrivateKey(small.publicationKey)
  const suspend = () =>
    database.transaction((transaction) =>
      changeRegistry(transaction, place, { key }, ({ source }) => ({
        source: {
          ...source,
          connections: source.connections.map((one) => ({ ...one, suspended: ['letter 7'] })),
        },
      })),
    )

  await accepts(signedRequest({ in: small }), { to: small })
  const { source } = await suspend()
  await inForce(small, 2)
  await refuses(signedRequest({ in: small }), 'connection-suspended', { to: small })

  const now = new Date()
  const altered = signSnapshot(source, { number: 3, publishedAt: now, key }).replace('"e', '"f')
  await database.query(
    `insert into registry_publication (environment, contour, number, published_at, snapshot)
     values ('test', 'inner', 3, $1, $2)`,
    [now, altered],
  )
  const connections = source.connections.map((one) => ({ ...one, suspended: [] }))
  const { number } = await publishSnapshot(database, { ...source, connections }, { key })
  expect(number).toBe(4)
  await inForce(small, 4)
  await accepts(signedRequest({ in: small }), { to: small })
})
