import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Certificate,
  generateKey,
  issueCertificate,
  keyBelongsTo,
  type KeyPair,
  parseCertificate,
  readPrivateKey,
  type Subject,
} from '@arna/pki'
import type { GatewayName } from './config.ts'

/** A pair of PEM files. */
interface Holder extends KeyPair {
  readonly certificateFile: string
  readonly keyFile: string
}

export interface DemoKeys {
  readonly authority: Holder
  readonly gateways: Readonly<Record<GatewayName, Holder>>
  readonly client: Holder
  readonly service: Holder
  /** Registered in the test environment's inner gateway, and run out: for the start page. */
  readonly expired: Holder
  /** Issued by the demo CA, registered for nobody: for the start page. */
  readonly stranger: Holder
  /** PEM file with the certificates of all gateways: what a member trusts. */
  readonly gatewaysFile: string
  /** Signs the registry's snapshots. */
  readonly publication: { readonly key: KeyObject; readonly publicKeyFile: string }
  readonly maskKeyFile: string
  readonly secretKeyFile: string
  /** How many key pairs had to be made now. */
  readonly made: number
}

/** Names and numbers of nobody: the form is the one of the Kazakh certification centre. */
export const subjects = {
  authority: { commonName: 'ARNA DEMO КУӘЛАНДЫРУШЫ ОРТАЛЫҚ' },
  client: {
    commonName: 'СЫНАМАЕВ СЫНАМА',
    surname: 'СЫНАМАЕВ',
    givenName: 'СЫНАМАҰЛЫ',
    iin: '000101500013',
    organisation: 'ДЕМО ТАПСЫРЫС БЕРУШІ',
    bin: '000140000017',
  },
  service: { commonName: 'DEMO SERVICE', organisation: 'ДЕМО ҚЫЗМЕТ', bin: '000140000028' },
  expired: {
    commonName: 'ЕСКІРГЕНОВ ЕСКІ',
    iin: '000202500024',
    organisation: 'ДЕМО МЕРЗІМІ ӨТКЕН',
    bin: '000240000040',
  },
  stranger: {
    commonName: 'БӨТЕНОВ БӨТЕН',
    iin: '000303500035',
    organisation: 'ДЕМО БӨТЕН ҰЙЫМ',
    bin: '000340000051',
  },
  testInner: gateway('TEST INNER'),
  testOuter: gateway('TEST OUTER'),
  productionInner: gateway('PRODUCTION INNER'),
  productionOuter: gateway('PRODUCTION OUTER'),
} as const satisfies Record<string, Subject>

function gateway(name: string): Subject {
  return { commonName: `ARNA ${name} GATEWAY`, organisation: 'ДЕМО ОПЕРАТОР', bin: '000140000039' }
}

const dayMs = 24 * 60 * 60 * 1000
const yearMs = 365 * dayMs
/** A certificate that would run out within a week is renewed at the start. */
const leftAtLeastMs = 7 * dayMs

/** Keys and certificates of the demo: made at the first start, kept, and renewed when they run out. */
export async function demoKeys(folder: string, now: Date): Promise<DemoKeys> {
  const keys = join(folder, 'keys')
  mkdirSync(keys, { recursive: true, mode: 0o700 })
  const place = { folder: keys, now, made: { count: 0 } }
  const authority = await holder(place, 'authority', subjects.authority)
  const below = (name: keyof typeof subjects, hasExpired = false): Promise<Holder> =>
    holder(place, name, subjects[name], authority, hasExpired)
  const [
    client,
    service,
    expired,
    stranger,
    testInner,
    testOuter,
    productionInner,
    productionOuter,
  ] = await Promise.all([
    below('client'),
    below('service'),
    below('expired', true),
    below('stranger'),
    below('testInner'),
    below('testOuter'),
    below('productionInner'),
    below('productionOuter'),
  ])
  const gateways = { testInner, testOuter, productionInner, productionOuter }
  const gatewaysFile = join(keys, 'gateways.pem')
  write(
    gatewaysFile,
    Object.values(gateways)
      .map(({ certificate }) => certificate.pem)
      .join(''),
  )
  return {
    authority,
    gateways,
    client,
    service,
    expired,
    stranger,
    gatewaysFile,
    publication: publicationKey(keys),
    maskKeyFile: hexKey(keys, 'mask.key'),
    secretKeyFile: hexKey(keys, 'secret.key'),
    made: place.made.count,
  }
}

interface Place {
  readonly folder: string
  readonly now: Date
  readonly made: { count: number }
}

async function holder(
  place: Place,
  name: string,
  subject: Subject,
  issuer?: KeyPair,
  hasExpired = false,
): Promise<Holder> {
  const certificateFile = join(place.folder, `${name}.pem`)
  const keyFile = join(place.folder, `${name}.key`)
  const kept = readKept(certificateFile, keyFile)
  const isKept =
    kept !== undefined && isGood(kept.certificate, place.now, issuer?.certificate, hasExpired)
  if (isKept) {
    return { ...kept, certificateFile, keyFile }
  }
  const key = kept?.key ?? (await generateKey('rsa2048')).privateKey
  // An hour back: machines that the demo talks to may have a slow clock.
  const age = hasExpired ? 2 * yearMs : 60 * 60 * 1000
  const notBefore = new Date(place.now.getTime() - age)
  const certificate = await issueCertificate({
    subject,
    publicKey: createPublicKey(key),
    notBefore,
    ...(issuer ? { issuer, days: 365 } : { issuerKey: key, days: 3650, ca: true }),
  })
  write(keyFile, key.export({ type: 'pkcs8', format: 'pem' }))
  write(certificateFile, certificate.pem)
  place.made.count++
  return { key, certificate, certificateFile, keyFile }
}

function readKept(certificateFile: string, keyFile: string): KeyPair | undefined {
  try {
    const certificate = parseCertificate(readFileSync(certificateFile))
    const key = readPrivateKey(readFileSync(keyFile))
    return keyBelongsTo(key, certificate) ? { certificate, key } : undefined
  } catch {
    return undefined // missing or damaged: made anew, nobody but this demo relies on it
  }
}

function isGood(
  certificate: Certificate,
  now: Date,
  authority: Certificate | undefined,
  hasExpired: boolean,
): boolean {
  const leftMs = certificate.notAfter.getTime() - now.getTime()
  if (hasExpired ? leftMs >= 0 : leftMs < leftAtLeastMs) return false
  return authority === undefined || certificate.issuer === authority.subject
}

function publicationKey(folder: string): DemoKeys['publication'] {
  const path = join(folder, 'publication.key')
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ed25519')
    write(path, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  }
  const key = createPrivateKey(readFileSync(path))
  const publicKeyFile = join(folder, 'publication.pem')
  write(publicKeyFile, createPublicKey(key).export({ type: 'spki', format: 'pem' }))
  return { key, publicKeyFile }
}

function hexKey(folder: string, name: string): string {
  const path = join(folder, name)
  if (!existsSync(path)) write(path, `${randomBytes(32).toString('hex')}\n`)
  return path
}

const write = (path: string, content: string | Buffer): void =>
  writeFileSync(path, content, { mode: 0o600 })
