import { expect, test } from 'vitest'
import { testSource } from '../test-setup/registry-source.ts'
import { usualReceiver } from '../usual.ts'
import { secretUses } from './secret-uses.ts'

test('a secret is needed by every service and every receiver that names it', async () => {
  const source = await testSource()
  const authentication = { type: 'bearer', secret: 'token' } as const
  const receiver = { ...usualReceiver, url: 'https://portal.example/', authentication }
  const services = [{ ...source.services[0]!, authentication }]
  const systems = [{ ...source.systems[0]!, receiver }, source.systems[1]!]
  expect([...secretUses({ systems, services })]).toEqual([
    ['token', ['PersonByIin', 'the receiver of portal']],
  ])
  expect([...secretUses(source)]).toEqual([])
})
