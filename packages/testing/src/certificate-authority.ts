import { createPublicKey, type KeyObject } from 'node:crypto'
import {
  type Certificate,
  type CertificateOrder,
  generateKey,
  issueCertificate,
  type KeyKind,
  type KeyPair,
  Trust,
} from '@arna/pki'

export interface TestOrder extends Omit<
  CertificateOrder,
  'subject' | 'publicKey' | 'issuer' | 'issuerKey'
> {
  /** Fields of the Kazakh profile, `bins` beside them: each becomes an OU of its own. */
  readonly commonName?: string
  readonly iin?: string
  readonly bin?: string
  readonly bins?: readonly string[]
  readonly organisation?: string
  /** The attributes one by one; replaces all fields above. */
  readonly subject?: readonly (readonly [type: string, value: string])[]
  /** p256 when left out: it is made in no time. */
  readonly keyKind?: KeyKind
  readonly key?: KeyObject
}

/** A CA that lives as long as the test. */
export interface TestAuthority extends KeyPair {
  issue(order?: TestOrder): Promise<KeyPair>
  /** A CA below this one. */
  intermediate(order?: TestOrder): Promise<TestAuthority>
  /** Trusts this CA and nothing else. */
  trust(options?: { intermediates?: readonly Certificate[]; now?: () => Date }): Trust
}

/** What test certificates live from and to, when the order does not say. */
export const testValidity = {
  notBefore: new Date('2020-01-01T00:00:00Z'),
  notAfter: new Date('2049-12-31T00:00:00Z'),
}

const defaultName = 'ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (ARNA TEST)'

export async function createTestAuthority(order: TestOrder = {}): Promise<TestAuthority> {
  return authorityOf(await selfSigned({ commonName: defaultName, ca: true, ...order }))
}

/** A certificate that nobody stands for, whatever its subject says. */
export async function selfSigned(order: TestOrder = {}): Promise<KeyPair> {
  const key = await keyFor(order)
  const publicKey = createPublicKey(key)
  const certificate = await issueCertificate({
    ...certificateOrder(order),
    publicKey,
    issuerKey: key,
  })
  return { key, certificate }
}

function authorityOf(pair: KeyPair): TestAuthority {
  const issue = async (order: TestOrder = {}): Promise<KeyPair> => {
    const key = await keyFor(order)
    const publicKey = createPublicKey(key)
    const certificate = await issueCertificate({
      ...certificateOrder(order),
      publicKey,
      issuer: pair,
    })
    return { key, certificate }
  }
  return {
    ...pair,
    issue,
    intermediate: async (order = {}) =>
      authorityOf(await issue({ commonName: 'ARNA TEST INTERMEDIATE', ca: true, ...order })),
    trust: (options = {}) => new Trust({ anchors: [pair.certificate], ...options }),
  }
}

async function keyFor({ key, keyKind = 'p256' }: TestOrder): Promise<KeyObject> {
  return key ?? (await generateKey(keyKind)).privateKey
}

function certificateOrder(order: TestOrder): Omit<CertificateOrder, 'publicKey' | 'issuer'> {
  const {
    commonName = 'ТЕСТОВ ТЕСТ',
    iin,
    bin,
    bins = [],
    organisation,
    keyKind: _kind,
    key: _key,
    ...rest
  } = order
  const fields: (readonly [string, string | undefined])[] = [
    ['CN', commonName],
    ['serialNumber', iin && `IIN${iin}`],
    ['C', 'KZ'],
    ['O', organisation],
    ['OU', bin && `BIN${bin}`],
    ...bins.map((number) => ['OU', `BIN${number}`] as const),
  ]
  const subject = fields.flatMap(([type, value]) =>
    value === undefined ? [] : [[type, value] as const],
  )
  return { subject, ...testValidity, ...rest }
}
