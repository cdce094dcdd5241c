import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { type Certificate, issueCertificate, type KeyPair } from '@arna/pki'
import { nameOfArna } from './demands.ts'
import { hashPassword, type InformationSystem, usualSystem } from '@arna/registry'
import {
  createTestAuthority,
  subjectAlternativeNames,
  type TestAuthority,
  type TestOrder,
} from '@arna/testing'

const bin = '123456789012'
const iin = '850505300456'

/** One member of the conformance registry: the certificate it gets, and what is registered of it. */
interface MemberOrder {
  readonly certificate?: TestOrder
  readonly registered?: Partial<InformationSystem>
  /** A password of before, right until then. */
  readonly previousPassword?: { readonly text: string; readonly until: Date }
  /** Registered for the firm, whose BIN and IIN the certificate then has; or for a person without a BIN. */
  readonly holder?: 'firm' | 'other firm' | 'person'
  /** Default true. */
  readonly ofState?: boolean
}

/** Of those whose password was rotated. */
export const passwordBefore = 'the password of before'

const weakRsa = () => generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
const foreignCurve = () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey

const orders = {
  client: { certificate: { keyKind: 'rsa2048' } },
  elliptic: {},
  other: { holder: 'other firm' },
  lenient: { registered: { toleratesTimestamp: true } },
  legacy: { certificate: { keyKind: 'rsa2048' }, registered: { allowSha1: true } },
  readsIssuerSerial: { registered: { keyReference: 'IssuerSerial' } },
  readsTokens: { registered: { keyReference: 'BinarySecurityToken' } },
  /** The certificate of `elliptic` is registered for it, too. */
  renewing: {},
  suspended: {},
  /** Its one place is taken as long as its first message is under way. */
  oneAtATime: { registered: { maxConcurrent: 1 } },
  ofNoStateBody: { holder: 'other firm', ofState: false },
  rotating: { previousPassword: { text: passwordBefore, until: new Date('2045-01-01') } },
  rotated: { previousPassword: { text: passwordBefore, until: new Date('2021-01-01') } },
  person: { holder: 'person' },
  expired: {
    certificate: { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') },
  },
  early: { certificate: { notBefore: new Date('2045-01-01') } },
  encryptsOnly: { certificate: { keyUsage: ['keyEncipherment'] } },
  stampsTimeOnly: { certificate: { extendedKeyUsage: ['1.3.6.1.5.5.7.3.8'] } },
  mustBeUnderstood: {
    certificate: {
      extensions: [{ oid: '1.2.398.3.3.99', critical: true, value: Buffer.from([5, 0]) }],
    },
  },
  isAuthority: { certificate: { ca: true } },
  weakRsa: { certificate: { key: weakRsa() } },
  foreignCurve: { certificate: { key: foreignCurve() } },
  differentBin: { certificate: { bin: '111111111111' } },
  differentIin: { certificate: { iin: '900101300123' } },
  withoutBin: { certificate: { bins: [] } },
  twoBins: { certificate: { bins: [bin, '111111111111'] } },
  /** A person whose certificate speaks for two organisations: no BIN is registered, and none may be read. */
  personWithTwoBins: { holder: 'person', certificate: { bins: [bin, '111111111111'] } },
  binElsewhere: {
    certificate: {
      subject: [
        ['CN', 'ТЕСТОВ ТЕСТ'],
        ['serialNumber', `IIN${iin}`],
        ['C', 'KZ'],
        ['O', `BIN${bin}`],
      ],
    },
  },
} as const satisfies Record<string, MemberOrder>

/** Certificates that the trusted authority did not issue itself. */
const issuedElsewhere = [
  'selfMade',
  'belowAnEndEntity',
  'pathTooLong',
  'unknownKind',
  'gostKey',
  'offTheCurve',
] as const

export type MemberName = keyof typeof orders | (typeof issuedElsewhere)[number]

interface IssuedMember extends KeyPair {
  readonly name: MemberName
  readonly password: string
  readonly system: InformationSystem
}

export interface Parties {
  readonly members: readonly IssuedMember[]
  /** What the operator trusts. */
  readonly trust: readonly Certificate[]
  readonly gateway: KeyPair
  readonly provider: KeyPair
  /** Issued by the trusted authority and registered for nobody; IIN and BIN are those of `client`. */
  readonly unregistered: KeyPair
  /** Of the provider's TLS, which the operator's anchors say nothing about. */
  readonly tls: ProviderTls
}

export interface ProviderTls {
  readonly authority: Certificate
  readonly server: KeyPair
  /** The gateway's, for providers that ask for one. */
  readonly client: KeyPair
}

/** Issues what a world needs; a small world has the named members only. */
export async function issueParties(names?: readonly MemberName[]): Promise<Parties> {
  const authority = await createTestAuthority()
  const wanted = Object.keys(orders).filter(
    (name) => names?.includes(name as MemberName) !== false,
  ) as (keyof typeof orders)[]
  const members = await Promise.all(
    wanted.map(async (name) =>
      registered(name, await issueTo(authority, orders[name]), orders[name]),
    ),
  )
  const elsewhere = names === undefined ? await issueElsewhere(authority) : undefined
  const [gateway, provider, unregistered, tls] = await Promise.all([
    authority.issue({ bin, keyKind: 'rsa2048' }),
    authority.issue({ bin, iin, keyKind: 'rsa2048' }),
    authority.issue({ bin, iin }),
    issueTls(),
  ])
  return {
    members: [...members, ...(elsewhere?.members ?? [])],
    trust: [authority.certificate, ...(elsewhere?.intermediates ?? [])],
    gateway,
    provider,
    unregistered,
    tls,
  }
}

async function issueTls(): Promise<ProviderTls> {
  const authority = await createTestAuthority({ commonName: 'ARNA TEST TLS' })
  const server = await authority.issue({
    commonName: 'provider',
    extensions: [subjectAlternativeNames('127.0.0.1')],
  })
  const client = await authority.issue({ commonName: nameOfArna })
  return { authority: authority.certificate, server, client }
}

function issueTo(authority: TestAuthority, order: MemberOrder): Promise<KeyPair> {
  const subject = {
    firm: { iin, ...(order.certificate?.bins === undefined && { bin }) },
    'other firm': { iin: '900101300123', bin: '987654321098' },
    person: { iin },
  }[order.holder ?? 'firm']
  return authority.issue({ organisation: 'ТОО «Тест»', ...subject, ...order.certificate })
}

/** The operator trusts these intermediates; that they may issue what they issued is the gateway's to judge. */
async function issueElsewhere(authority: TestAuthority) {
  const subject = { iin, bin }
  const impostor = await createTestAuthority()
  const endEntity = await authority.issue({ commonName: 'КОНЕЧНЫЙ' })
  const last = await authority.intermediate({ pathLength: 0 })
  const oneMore = await last.intermediate({ commonName: 'ARNA ONE TOO MANY' })
  const pairs: Record<(typeof issuedElsewhere)[number], KeyPair> = {
    selfMade: await impostor.issue(subject),
    belowAnEndEntity: await issueBelow(endEntity),
    pathTooLong: await oneMore.issue(subject),
    unknownKind: await issueBelow(authority, ofUnknownKind),
    gostKey: await issueBelow(authority, gostKey),
    offTheCurve: await issueBelow(authority, offTheCurve),
  }
  return {
    members: await Promise.all(issuedElsewhere.map((name) => registered(name, pairs[name]))),
    intermediates: [endEntity.certificate, last.certificate, oneMore.certificate],
  }
}

/** What an attacker with an ordinary certificate would make: a certificate issued by one that is no CA. */
async function issueBelow(
  issuer: KeyPair,
  written: (publicKey: KeyObject) => KeyObject = (publicKey) => publicKey,
): Promise<KeyPair> {
  const { privateKey: key, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const certificate = await issueCertificate({
    subject: { commonName: 'ТЕСТОВ ТЕСТ', iin, bin },
    publicKey: written(publicKey),
    issuer,
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: new Date('2049-12-31T00:00:00Z'),
  })
  return { key, certificate }
}

/** The key under the OID of an algorithm that node:crypto does not know, as with the keys of other countries. */
function ofUnknownKind(publicKey: KeyObject): KeyObject {
  const der = publicKey.export({ type: 'spki', format: 'der' })
  der.write('2a8648ce3d0209', der.indexOf('2a8648ce3d0201', 'hex'), 'hex')
  return { export: () => der } as unknown as KeyObject
}

/** A key of GOST 34.10-2015 with 512 bits, as the Kazakh NCA writes it; the point is any. */
function gostKey(): KeyObject {
  const algorithm = '301706092a830e030a01010202060a2a830e030a0101020201'
  const der = Buffer.from(`3081a0${algorithm}03818400048180${'01'.repeat(128)}`, 'hex')
  return { export: () => der } as unknown as KeyObject
}

/** The last bit of y turned over: no point of the curve has this x and such a y. */
function offTheCurve(publicKey: KeyObject): KeyObject {
  const der = publicKey.export({ type: 'spki', format: 'der' })
  der[der.length - 1]! ^= 1
  return { export: () => der } as unknown as KeyObject
}

async function registered(
  name: MemberName,
  pair: KeyPair,
  { holder, registered: options, previousPassword, ofState = true }: MemberOrder = {},
): Promise<IssuedMember> {
  const password = randomBytes(9).toString('base64url')
  const numbers = {
    firm: { bin, iin },
    'other firm': { bin: '987654321098', iin: '900101300123' },
    person: { bin: undefined, iin },
  }[holder ?? 'firm']
  const system: InformationSystem = {
    ...usualSystem,
    senderId: name,
    organisation: {
      id: name,
      name,
      ...(numbers.bin !== undefined && { bin: numbers.bin }),
      isState: ofState,
    },
    iin: numbers.iin,
    passwordHash: await hashPassword(password),
    ...(previousPassword !== undefined && {
      previousPassword: {
        hash: await hashPassword(previousPassword.text),
        until: previousPassword.until,
      },
    }),
    certificates: [pair.certificate],
    ...options,
  }
  return { ...pair, name, password, system }
}
