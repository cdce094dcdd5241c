import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Certificate } from '@arna/pki'
import { selfSigned } from '@arna/testing'
import { usualService, usualSystem } from '../usual.ts'
import type { RegistrySource } from '../words.ts'

/** A self-signed certificate that says the name. */
export async function testCertificate(commonName: string): Promise<Certificate> {
  return (await selfSigned({ commonName })).certificate
}

export const publicationKeys = (): { privateKey: KeyObject; publicKey: KeyObject } =>
  generateKeyPairSync('ed25519')

const anyHash = `scrypt$15$8$1$${'A'.repeat(22)}$${'A'.repeat(43)}`

/** Two systems, one service, one connection. */
export async function testSource(changes: Partial<RegistrySource> = {}): Promise<RegistrySource> {
  const [portal, database] = [await testCertificate('portal'), await testCertificate('database')]
  const akimat = { id: 'akimat', name: 'Әкімдік', bin: '000140000017', isState: true }
  const ministry = { id: 'ministry', name: 'Ministry', isState: true }
  return {
    environment: 'test',
    contour: 'inner',
    organisations: [akimat, ministry],
    systems: [
      {
        ...usualSystem,
        senderId: 'portal',
        organisation: akimat,
        passwordHash: anyHash,
        certificates: [portal],
      },
      {
        ...usualSystem,
        senderId: 'database',
        organisation: ministry,
        iin: '000000000000',
        passwordHash: anyHash,
        certificates: [database],
        keyReference: 'IssuerSerial',
      },
    ],
    services: [
      {
        ...usualService,
        serviceId: 'PersonByIin',
        owner: 'database',
        url: 'http://127.0.0.1:8086/person',
        networks: ['loopback'],
        maxTimeSeconds: 10,
        maxMessageBytes: 1_048_576,
        providerSignature: { waived: 'order 17' },
      },
    ],
    connections: [{ system: 'portal', service: 'PersonByIin', suspended: [] }],
    ...changes,
  }
}
