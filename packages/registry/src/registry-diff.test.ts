import type { Certificate } from '@arna/pki'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { certificatesOf } from './read-certificate.ts'
import { diffSources, type RegistryChange } from './registry-diff.ts'
import { exportYaml, readRegistryYaml } from './registry-yaml.ts'
import { openSnapshot, openSnapshotInSlices, signSnapshot } from './snapshot.ts'
import { arbitrarySource } from './test-setup/arbitrary-source.ts'
import { publicationKeys, testCertificate, testSource } from './test-setup/registry-source.ts'
import { usualReceiver } from './usual.ts'
import type { InformationSystem, RegistrySource, Service } from './words.ts'

const keys = publicationKeys()
let certificates: Certificate[]
let source: RegistrySource

beforeAll(async () => {
  certificates = await Promise.all(['one', 'two', 'three'].map(testCertificate))
  source = await testSource()
})

const publication = { number: 1, publishedAt: new Date(0), key: keys.privateKey }
const textOf = (one: RegistrySource): string => signSnapshot(one, publication)

describe('an arbitrary registry', () => {
  test('differs from another exactly when their snapshots do, and the other way round alike', () => {
    const two = fc.tuple(arbitrarySource(certificates), arbitrarySource(certificates))
    fc.assert(
      fc.property(two, ([from, to]) => {
        const [there, back] = [diffSources(from, to), diffSources(to, from)]
        expect(there.length === 0).toBe(textOf(from) === textOf(to))
        expect(diffSources(from, from)).toEqual([])
        expect(back.map(({ what, name }) => `${what} ${name}`).toSorted()).toEqual(
          there.map(({ what, name }) => `${what} ${name}`).toSorted(),
        )
      }),
    )
  })

  test('with what the difference names taken over is the other registry', () => {
    const two = fc.tuple(arbitrarySource(certificates), arbitrarySource(certificates))
    fc.assert(
      fc.property(two, ([from, to]) => {
        const changes = diffSources(from, to)
        expect(diffSources(takeOver(from, to, changes), to)).toEqual([])
      }),
    )
  })

  test('is the same after YAML and after a snapshot, opened at once or in slices', async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySource(certificates), async (one) => {
        const yaml = exportYaml({ source: one })
        const read = await readRegistryYaml(yaml, { folder: '/nowhere' })
        expect(diffSources(one, read)).toEqual([])
        const snapshot = textOf(one)
        const opened = openSnapshot(snapshot, [keys.publicKey])
        expect(diffSources(one, opened.source)).toEqual([])
        const sliced = await openSnapshotInSlices(snapshot, [keys.publicKey], one, opened)
        expect(textOf(sliced.source)).toBe(snapshot)
        const takenOver = new Set(certificatesOf(opened.source))
        expect(certificatesOf(sliced.source).every((each) => takenOver.has(each))).toBe(true)
      }),
    )
  })

  test('shows no password and no hash in a difference', () => {
    const two = fc.tuple(arbitrarySource(certificates), arbitrarySource(certificates))
    fc.assert(
      fc.property(two, ([from, to]) => {
        expect(JSON.stringify(diffSources(from, to))).not.toContain('scrypt')
      }),
    )
  })
})

/** What a person would do who reads the difference: each thing that it names as the other registry has it. */
function takeOver(
  from: RegistrySource,
  to: RegistrySource,
  changes: readonly RegistryChange[],
): RegistrySource {
  const named = new Set(changes.map(({ what, name }) => `${what} ${name}`))
  const merge = <Item>(
    what: string,
    mine: readonly Item[],
    theirs: readonly Item[],
    name: (item: Item) => string,
  ): Item[] => [
    ...mine.filter((item) => !named.has(`${what} ${name(item)}`)),
    ...theirs.filter((item) => named.has(`${what} ${name(item)}`)),
  ]
  const place = named.has('registry ') ? to : from
  return {
    environment: place.environment,
    contour: place.contour,
    organisations: merge('organisation', from.organisations, to.organisations, ({ id }) => id),
    systems: merge('system', from.systems, to.systems, ({ senderId }) => senderId),
    services: merge('service', from.services, to.services, ({ serviceId }) => serviceId),
    connections: merge(
      'connection',
      from.connections,
      to.connections,
      ({ system, service }) => `${system} → ${service}`,
    ),
  }
}

describe('a difference', () => {
  const ofSystem = (change: Partial<InformationSystem>): RegistryChange[] =>
    diffSources(source, {
      ...source,
      systems: [{ ...source.systems[0]!, ...change }, source.systems[1]!],
    })
  const ofService = (change: Partial<Service>): RegistryChange[] =>
    diffSources(source, { ...source, services: [{ ...source.services[0]!, ...change }] })

  test('names field, old and new value', () => {
    expect(ofService({ maxTimeSeconds: 20, disabled: { reason: 'letter 5' } })).toEqual([
      {
        what: 'service',
        name: 'PersonByIin',
        change: 'changed',
        fields: [
          { field: 'maxTimeSeconds', from: 10, to: 20 },
          { field: 'disabled', to: { reason: 'letter 5' } },
        ],
      },
    ])
  })

  test('says of a password only that it changed', () => {
    const passwordHash = `scrypt$15$8$1$${'B'.repeat(22)}$${'B'.repeat(42)}A`
    const until = new Date('2026-12-01T00:00:00Z')
    expect(ofSystem({ passwordHash, previousPassword: { hash: passwordHash, until } })).toEqual([
      {
        what: 'system',
        name: 'portal',
        change: 'changed',
        fields: [
          { field: 'passwordHash', from: 'set', to: 'changed' },
          { field: 'previousPassword', to: { until: '2026-12-01T00:00:00.000Z' } },
        ],
      },
    ])
  })

  test('says of certificates which went and which came, by subject, number and dates', () => {
    const [old] = source.systems[0]!.certificates
    const next = certificates[0]!
    const [{ fields }] = ofSystem({ certificates: [next] }) as [RegistryChange]
    const facts = (one: Certificate): unknown => ({
      subject: one.subject,
      serial: one.serial,
      notBefore: one.notBefore.toISOString(),
      notAfter: one.notAfter.toISOString(),
    })
    expect(fields).toEqual([{ field: 'certificates', from: [facts(old!)], to: [facts(next)] }])
  })

  test('says of a receiver what it was and is, its authorities by subject, number and dates', () => {
    const before = { ...usualReceiver, url: 'https://a.example/' }
    const after = { ...before, url: 'https://b.example/', tlsAuthorities: [certificates[0]!] }
    const from = {
      ...source,
      systems: [{ ...source.systems[0]!, receiver: before }, source.systems[1]!],
    }
    const to = {
      ...from,
      systems: [{ ...source.systems[0]!, receiver: after }, source.systems[1]!],
    }
    const [{ subject, serial, notBefore, notAfter }] = certificates as [Certificate]
    const facts = {
      subject,
      serial,
      notBefore: notBefore.toISOString(),
      notAfter: notAfter.toISOString(),
    }
    expect(diffSources(from, to)).toEqual([
      {
        what: 'system',
        name: 'portal',
        change: 'changed',
        fields: [{ field: 'receiver', from: before, to: { ...after, tlsAuthorities: [facts] } }],
      },
    ])
  })

  test('does not see an order that means nothing', () => {
    const both = { ...source.systems[0]!, certificates }
    const turned = { ...both, certificates: certificates.toReversed() }
    const of = (one: InformationSystem): RegistrySource => ({
      ...source,
      systems: [one, source.systems[1]!],
    })
    expect(diffSources(of(both), of(turned))).toEqual([])
  })
})
