import { beforeAll, describe, expect, test } from 'vitest'
import { Registry } from './registry.ts'
import { testSource } from './test-setup/registry-source.ts'

let registry: Registry

beforeAll(async () => {
  registry = new Registry(await testSource(), { number: 7, publishedAt: new Date(0) })
})

describe('a registry', () => {
  test('finds systems, services and connections by their names', () => {
    expect(registry.system('portal')?.organisation.name).toBe('Әкімдік')
    expect(registry.service('PersonByIin')?.owner).toBe('database')
    expect(registry.connection('portal', 'PersonByIin')?.suspended).toEqual([])
    expect(registry.number).toBe(7)
  })

  test.each(['__proto__', 'constructor', 'Portal', ''])('knows no system named %j', (name) => {
    expect(registry.system(name)).toBeUndefined()
    expect(registry.connection(name, 'PersonByIin')).toBeUndefined()
  })

  test('a connection goes one way', () => {
    expect(registry.connection('database', 'PersonByIin')).toBeUndefined()
  })
})
