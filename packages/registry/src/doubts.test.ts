import { selfSigned } from '@arna/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { doubtsAbout } from './doubts.ts'
import { testSource } from './test-setup/registry-source.ts'
import { usualReceiver } from './usual.ts'
import type { Channel, InformationSystem, RegistrySource } from './words.ts'

const now = new Date('2026-11-23T10:00:00Z')
let source: RegistrySource

beforeAll(async () => {
  source = await testSource()
})

async function doubts(
  system: Partial<InformationSystem>,
  order: Parameters<typeof selfSigned>[0] = { bin: '000140000017' },
): Promise<string[]> {
  const { certificate } = await selfSigned({ commonName: 'X', ...order })
  const portal = { ...source.systems[0]!, certificates: [certificate], ...system }
  return doubtsAbout({ ...source, systems: [portal] }, now)
}

describe('about a registry there are', () => {
  test('no doubts when certificates are current and name the registered numbers', async () => {
    expect(await doubts({})).toEqual([])
    const person = { iin: '000000000000', organisation: { id: 'a', name: 'A', isState: true } }
    expect(await doubts(person, { iin: '000000000000' })).toEqual([])
  })

  test('doubts when a system has no certificate', async () => {
    expect(await doubts({ certificates: [] })).toEqual([
      'portal: no certificate is registered, so it can neither send nor answer',
    ])
  })

  test('doubts when a certificate ran out or is not valid yet', async () => {
    const past = { bin: '000140000017', notAfter: new Date('2026-11-22T00:00:00Z') }
    expect(await doubts({}, past)).toEqual(['portal: the certificate X ran out on 2026-11-22'])
    const future = { bin: '000140000017', notBefore: new Date('2027-01-01T00:00:00Z') }
    expect(await doubts({}, future)).toEqual([
      'portal: the certificate X is valid from 2027-01-01 only',
    ])
  })

  test('doubts when it names another BIN or IIN than registered, or nothing binds it', async () => {
    expect(await doubts({}, { bin: '000240000025' })).toEqual([
      'portal: the certificate X has the BIN 000240000025, and registered is 000140000017',
    ])
    expect(await doubts({ iin: '000000000000' })).toEqual([
      'portal: the certificate X has the IIN (none), and registered is 000000000000',
    ])
    expect(await doubts({ organisation: { id: 'a', name: 'A', isState: true } }, {})).toEqual([
      'portal: the certificate X is bound to nobody: register the BIN or the IIN that it names',
    ])
  })

  test('doubts when the owner of a service on the asynchronous channel has no password', async () => {
    const { certificate } = await selfSigned({ commonName: 'X', iin: '000000000000' })
    const { passwordHash: _, ...owner } = { ...source.systems[1]!, certificates: [certificate] }
    const about = (channels: readonly Channel[]): string[] => {
      const services = [{ ...source.services[0]!, channels }]
      return doubtsAbout({ ...source, systems: [owner], services }, now)
    }
    expect(about(['sync'])).toEqual([])
    expect(about(['async'])).toEqual([
      'database: it has no password yet, so it cannot send: arna password reset database',
    ])
  })

  test('doubts when a password or token goes to a receiver over plain http', async () => {
    const receiver = { ...usualReceiver, url: 'http://portal.example/' }
    expect(await doubts({ receiver })).toEqual([])
    const authentication = { type: 'bearer', secret: 'token' } as const
    expect(await doubts({ receiver: { ...receiver, authentication } })).toEqual([
      'the receiver of portal: its token goes over plain http, where others may read it',
    ])
  })
})
