import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Certificate,
  type KeyKind,
  type KeyPair,
  parseCertificate,
  readPrivateKey,
} from '@arna/pki'
import { createTestAuthority } from '@arna/testing'
import type { SigningKey } from '@arna/xml-security'

/** A party whose key and certificate lie in PEM files, for programs in any language. */
export interface Party {
  readonly name: string
  readonly password: string
  readonly certificate: Certificate
  readonly keyPath: string
  readonly certificatePath: string
}

export interface Parties {
  readonly authorityPath: string
  readonly gateway: Party
  readonly provider: Party
  readonly senders: readonly Party[]
}

export const bin = '050140001234'

export async function issueParties(
  folder: string,
  keyKind: KeyKind,
  senderNames: readonly string[],
): Promise<Parties> {
  const authority = await createTestAuthority({ keyKind })
  const authorityPath = join(folder, 'authority.pem')
  writeFileSync(authorityPath, authority.certificate.pem)
  const issue = async (name: string): Promise<Party> =>
    written(folder, name, await authority.issue({ keyKind, commonName: name, bin }))
  return {
    authorityPath,
    gateway: await issue('gateway'),
    provider: await issue('provider'),
    senders: await Promise.all(senderNames.map(issue)),
  }
}

function written(folder: string, name: string, { key, certificate }: KeyPair): Party {
  const keyPath = join(folder, `${name}-key.pem`)
  const certificatePath = join(folder, `${name}.pem`)
  writeFileSync(keyPath, key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  writeFileSync(certificatePath, certificate.pem)
  return {
    name,
    password: randomBytes(12).toString('hex'),
    certificate,
    keyPath,
    certificatePath,
  }
}

/** Read back in another process. */
export const signerFrom = (party: Pick<Party, 'keyPath' | 'certificatePath'>): SigningKey => ({
  key: readPrivateKey(readFileSync(party.keyPath)),
  certificate: parseCertificate(readFileSync(party.certificatePath)),
  reference: 'KeyIdentifier',
})
