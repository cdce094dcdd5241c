import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { selfSigned, throwawayDatabase, type ThrowawayDatabase } from '@arna/testing'
import { newFolder, type Ran, runArna, type RunOptions } from './run-arna.ts'

export interface PublishedRegistry {
  readonly folder: string
  readonly throwaway: ThrowawayDatabase
  readonly arna: (words: readonly string[], options?: RunOptions) => Promise<Ran>
  /** Where it is, and the key that signs: `--environment … --key …`. */
  readonly where: readonly string[]
}

export const registryText = `environment: test
contour: inner
organisations:
  - { id: akimat, name: Әкімдік, bin: '000140000017', state: true }
systems:
  - { senderId: portal, organisation: akimat, password: a demo password, certificates: [portal.crt] }
  - { senderId: database, organisation: akimat, certificates: [portal.crt] }
services:
  - serviceId: Echo
    owner: database
    url: https://provider.example/
    authentication: { type: basic, user: gateway, secret: echo-password }
  - { serviceId: Other, owner: database, url: 'https://provider.example/other' }
connections:
  - { system: portal, service: Echo }
  - { system: portal, service: Other }
`

/** A database with one registry published, and a folder with its file, keys and certificate. */
export async function publishedRegistry(): Promise<PublishedRegistry> {
  const folder = newFolder()
  const throwaway = await throwawayDatabase()
  const { certificate } = await selfSigned({ bin: '000140000017' })
  writeFileSync(join(folder, 'portal.crt'), certificate.pem)
  writeFileSync(join(folder, 'registry.yaml'), registryText)
  const arna = (words: readonly string[], options: RunOptions = {}): Promise<Ran> =>
    runArna(words, {
      cwd: folder,
      ...options,
      env: { ARNA_DATABASE_URL: throwaway.url, ...options.env },
    })
  await arna(['keys', 'new', '--kind', 'ed25519', '--out', 'publication.key'])
  await arna(['keys', 'new', '--kind', 'hex256', '--out', 'secret.key'])
  const { code, stderr } = await arna([
    'registry',
    'import',
    'registry.yaml',
    '--key',
    'publication.key',
  ])
  if (code !== 0) throw new Error(stderr)
  const where = ['--environment', 'test', '--contour', 'inner', '--key', 'publication.key']
  return { folder, throwaway, arna, where }
}
