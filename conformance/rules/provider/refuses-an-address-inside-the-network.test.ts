import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startSmallWorld } from '../../live/small-world.ts'
import { accepts, refuses, signedRequest } from '../../live/speak.ts'

test.each([
  'AtEveryAddress',
  'AtManyAddresses',
  'AtLoopbackBehindNat64',
  'AtTheMetadataBehindNat64',
  'AtLoopbackBehind6to4',
  'AtCompatibleLoopback',
])('in a form that the registry lets pass: %s', async (serviceId) => {
  const { text } = await refuses(signedRequest({ serviceId }), 'provider-address-refused')
  expect(text).not.toMatch(/169\.254|224\.0\.0|64:ff9b/)
})

const insideNames = [
  'loopback',
  'mapped',
  'metadata',
  'private',
  'both',
  'loopbackWherePrivateIsAllowed',
]

test('to which a name leads, whoever keeps the name server', async () => {
  const preload = join(import.meta.dirname, '../../live/resolver.ts')
  const to = await startSmallWorld({ preload })
  const ask = (serviceId: string): string => signedRequest({ serviceId, in: to })
  for (const serviceId of insideNames) {
    const { text } = await refuses(ask(serviceId), 'provider-address-refused', { to })
    expect(text).not.toMatch(/example|169\.254|10\.0\.0/)
  }
  await accepts(ask('loopbackWhereItIsAllowed'), { to })
})
