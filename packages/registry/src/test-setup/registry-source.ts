import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Certificate } from '@arna/pki'
import { selfSigned } from '@arna/testing'
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
  const usual = {
    keyReference: 'KeyIdentifier',
    toleratesTimestamp: false,
    allowSha1: false,
  } as const
  return {
    environment: 'test',
    contour: 'inner',
    systems: [
      {
        ...usual,
        senderId: 'portal',
        organisation: { name: 'Әкімдік', bin: '000140000017' },
        passwordHash: anyHash,
        certificates: [portal],
      },
      {
        ...usual,
        senderId: 'database',
        organisation: { name: 'Ministry' },
        iin: '000000000000',
        passwordHash: anyHash,
        certificates: [database],
        keyReference: 'IssuerSerial',
      },
    ],
    services: [
      {
        serviceId: 'PersonByIin',
        owner: 'database',
        url: 'http://127.0.0.1:8086/person',
        maxTimeSeconds: 10,
        maxMessageBytes: 1_048_576,
        providerSignature: { waived: 'order 17' },
      },
    ],
    connections: [{ system: 'portal', service: 'PersonByIin', suspended: [] }],
    ...changes,
  }
}
