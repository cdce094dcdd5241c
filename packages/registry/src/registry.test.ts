import { beforeAll, describe, expect, test } from 'vitest'
import { Registry } from './registry.ts'
import { testCertificate, testSource } from './test-setup/registry-source.ts'

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

  test('finds the registered certificate that a message names, by its bytes or by issuer and number', () => {
    const portal = registry.system('portal')!
    const [certificate] = portal.certificates
    const { der, serial } = certificate!
    expect(registry.certificateBy(portal, { kind: 'certificate', certificate: der })).toBe(
      certificate,
    )
    for (const issuer of ['CN=portal,C=KZ', 'C=KZ, CN=portal']) {
      const reference = { kind: 'issuer-serial', issuer, serial: `0${serial}` } as const
      expect(registry.certificateBy(portal, reference)).toBe(certificate)
    }
    expect(registry.certificateOwners(certificate!.sha256)).toEqual([portal])
  })

  test('gives no certificate of another system, nor an unregistered one, nor a wrong number', async () => {
    const [portal, database] = [registry.system('portal')!, registry.system('database')!]
    const [{ der, serial } = await testCertificate('x')] = database.certificates
    const issuer = 'CN=database,C=KZ'
    const byBytes = { kind: 'certificate', certificate: der } as const
    expect(registry.certificateBy(portal, byBytes)).toBeUndefined()
    expect(
      registry.certificateBy(portal, { kind: 'issuer-serial', issuer, serial }),
    ).toBeUndefined()
    const other = { kind: 'issuer-serial', issuer, serial: `${serial}0` } as const
    expect(registry.certificateBy(database, other)).toBeUndefined()
    const stranger = await testCertificate('database')
    const twin = { kind: 'certificate', certificate: stranger.der } as const
    expect(registry.certificateBy(database, twin)).toBeUndefined()
  })
})
