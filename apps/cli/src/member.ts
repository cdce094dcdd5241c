import { keyBelongsTo } from '@arna/pki'
import type { Door } from '@arna/sdk'
import type { Context } from './command.ts'
import type { Given, OptionSpecs } from './command-line.ts'
import { demoAsyncService, demoGateway, demoMaterial, hasDemo } from './demo-folder.ts'
import { Failure, UsageError } from './failure.ts'
import { readBytes, readCertificate, readCertificates, readKey } from './files.ts'

const references = ['KeyIdentifier', 'IssuerSerial', 'BinarySecurityToken'] as const

/** Who knocks at which door, of every command that does. */
export const memberOptions: OptionSpecs = {
  demo: {
    value: 'GATEWAY',
    help: 'a gateway of the running demo, test-inner when left out; what is not told comes from it',
  },
  url: { value: 'URL', help: 'the door of the gateway, as in http://host/bip-sync-wss-gost/' },
  sender: { value: 'ID', help: 'senderId' },
  'password-file': { value: 'FILE', help: 'its password (a line end is cut off)' },
  key: { value: 'FILE', help: 'private key that signs (PEM)' },
  cert: { value: 'FILE', help: 'its certificate' },
  'gateway-cert': { value: 'FILE', help: 'certificates that the answer may be signed with' },
}

export const referenceOption: OptionSpecs = {
  reference: { value: 'STYLE', help: `${references.join(', ')}; the first when left out` },
}

/** Of those that knock at the asynchronous channel. */
export const asyncMemberOptions: OptionSpecs = {
  ...memberOptions,
  url: { value: 'URL', help: 'the door of the gateway, as in http://host/bip-async-wss-gost/' },
  ...referenceOption,
}

/** What has to be known, and what it is. */
export const meanings = {
  PAYLOAD: 'a file, or - for standard input',
  SERVICE: 'the serviceId',
  url: 'the door of the gateway',
  sender: 'the senderId',
  'password-file': 'a file with the password',
  key: 'the private key that signs',
  cert: 'its certificate',
  'gateway-cert': 'the certificate that the answer is signed with',
  service: 'the serviceId',
}

export const complaintAbout = (name: keyof typeof meanings): string =>
  `${name === name.toUpperCase() ? name : `--${name}`} is missing: ${meanings[name]}`

export type Channel = 'sync' | 'async'

/** What the demo tells when nothing else does. */
export interface Known {
  readonly url?: string
  readonly senderId?: string
  readonly password?: string
  readonly key?: string
  readonly certificate?: string
  readonly gatewayCertificate?: string
  readonly serviceId?: string
  readonly payload?: string
}

export function knownOf(given: Given, { config }: Context, channel: Channel): Known {
  if (given.flag('url')) return {}
  if (!given.flag('demo') && !hasDemo(config)) {
    throw new UsageError('there is no demo here (npm start makes one): give --url and the rest')
  }
  const { key } = demoGateway(given.text('demo') ?? 'test-inner')
  const { gateways, client, service, gatewayCertificates } = demoMaterial(config)
  return {
    ...client,
    ...service,
    ...(channel === 'async' && { serviceId: demoAsyncService }),
    url: `${gateways[key].replace(/\/$/, '')}/bip-${channel}-wss-gost/`,
    gatewayCertificate: gatewayCertificates[key],
  }
}

type MemberName = 'url' | 'sender' | 'password-file' | 'key' | 'cert' | 'gateway-cert'

export const memberValues = (
  given: Given,
  known: Known,
): (readonly [MemberName, string | undefined])[] => [
  ['url', given.text('url') ?? known.url],
  ['sender', given.text('sender') ?? known.senderId],
  ['password-file', given.text('password-file') ?? known.password],
  ['key', given.text('key') ?? known.key],
  ['cert', given.text('cert') ?? known.certificate],
  ['gateway-cert', given.text('gateway-cert') ?? known.gatewayCertificate],
]

export function doorOf(given: Given, told: Readonly<Record<MemberName, string>>): Door {
  const signer = {
    key: readKey(told.key),
    certificate: readCertificate(told.cert),
    reference: given.oneOf('reference', references) ?? 'KeyIdentifier',
  } as const
  if (!keyBelongsTo(signer.key, signer.certificate)) {
    throw new Failure(`${told.cert} is not the certificate of the key ${told.key}`)
  }
  const password = told['password-file']
  return {
    url: told.url,
    sender: {
      senderId: told.sender,
      password: given.flag('password-file') ? readPassword(password) : password,
    },
    signer,
    trustedGateways: readCertificates(told['gateway-cert']),
  }
}

const readPassword = (path: string): string =>
  readBytes(path)
    .toString()
    .replace(/\r?\n$/, '')
