import { type Certificate, parseCertificate } from '@arna/pki'
import { closestWord } from './closest-word.ts'
import { isPasswordHash } from './password.ts'
import { type Problem, Problems, Reading } from './reading.ts'
import {
  type Connection,
  contours,
  environments,
  type InformationSystem,
  keyReferences,
  type ProviderSignature,
  type RegistrySource,
  type Service,
  usualMessageBytes,
} from './words.ts'

/** Appendix 2 of the Rules gives a synchronous answer at most 30 seconds. */
const longestSeconds = 30
const megabyte = 1024 * 1024
const largestMessageBytes = 50 * megabyte

export type ReadSource =
  | { readonly source: RegistrySource; readonly problems: readonly [] }
  | { readonly source: undefined; readonly problems: readonly Problem[] }

/**
 * Checks a tree of plain values (of a YAML file or a snapshot) and builds the registry's words from it.
 * Certificates are PEM or base64 DER by now, passwords are hashes.
 */
export function readSource(value: unknown): ReadSource {
  const problems = new Problems()
  const source = readRoot(new Reading(value, [], problems))
  if (source !== undefined) checkReferences(source, problems)
  if (source === undefined || problems.all.length > 0) {
    return { source: undefined, problems: problems.all }
  }
  return { source, problems: [] }
}

/** The three lists must stand there: a file without them is a mistake, not a wish to cut everybody off. */
function readRoot(root: Reading): RegistrySource | undefined {
  const member = root.members(['environment', 'contour', 'systems', 'services', 'connections'])
  if (member === undefined) return undefined
  const environment = member('environment').oneOf(environments)
  const contour = member('contour').oneOf(contours)
  const systems = member('systems').items().map(readSystem)
  const services = member('services').items().map(readService)
  const connections = member('connections').items().map(readConnection)
  if (environment === undefined || contour === undefined) return undefined
  if (!isWhole(systems) || !isWhole(services) || !isWhole(connections)) return undefined
  return { environment, contour, systems, services, connections }
}

function readSystem(reading: Reading): InformationSystem | undefined {
  const member = reading.members([
    'senderId',
    'organisation',
    'iin',
    'passwordHash',
    'certificates',
    'keyReference',
    'toleratesTimestamp',
    'allowSha1',
  ])
  if (member === undefined) return undefined
  const organisation = member('organisation').members(['name', 'bin'])
  const name = organisation?.('name').text()
  const bin = organisation === undefined ? undefined : optional(organisation('bin'))
  const certificates = member('certificates').items([]).map(readCertificate)
  const senderId = member('senderId').text()
  const iin = optional(member('iin'))
  const passwordHash = readPasswordHash(member('passwordHash'))
  const keyReference = member('keyReference').oneOf(keyReferences, 'KeyIdentifier')
  const toleratesTimestamp = member('toleratesTimestamp').flag(false)
  const allowSha1 = member('allowSha1').flag(false)
  if (senderId === undefined || name === undefined || passwordHash === undefined) return undefined
  if (keyReference === undefined || toleratesTimestamp === undefined) return undefined
  if (allowSha1 === undefined || !isWhole(certificates)) return undefined
  return {
    senderId,
    organisation: { name, ...(bin !== undefined && { bin }) },
    ...(iin !== undefined && { iin }),
    passwordHash,
    certificates,
    keyReference,
    toleratesTimestamp,
    allowSha1,
  }
}

/** IIN and BIN: 12 digits, may be left out. */
const optional = (number: Reading): string | undefined =>
  number.missing ? undefined : number.digits(12)

function readPasswordHash(reading: Reading): string | undefined {
  if (typeof reading.value === 'string' && isPasswordHash(reading.value)) return reading.value
  return reading.problem('write a hash of the form scrypt$15$8$1$salt$hash')
}

function readCertificate(reading: Reading): Certificate | undefined {
  const { value } = reading
  if (typeof value !== 'string') return reading.problem('write a certificate as PEM text')
  try {
    return parseCertificate(value.includes('-----') ? value : Buffer.from(value, 'base64'))
  } catch (error) {
    return reading.problem(
      `not a certificate: ${error instanceof Error ? error.message : 'unreadable'}`,
    )
  }
}

function readService(reading: Reading): Service | undefined {
  const member = reading.members([
    'serviceId',
    'owner',
    'url',
    'maxTimeSeconds',
    'maxMessageBytes',
    'providerSignature',
  ])
  if (member === undefined) return undefined
  const serviceId = member('serviceId').text()
  const owner = member('owner').text()
  const url = readUrl(member('url'))
  const maxTimeSeconds = member('maxTimeSeconds').whole(1, longestSeconds, longestSeconds)
  const maxMessageBytes = member('maxMessageBytes').whole(1, largestMessageBytes, usualMessageBytes)
  const providerSignature = readProviderSignature(member('providerSignature'))
  if (serviceId === undefined || owner === undefined || url === undefined) return undefined
  if (maxTimeSeconds === undefined || maxMessageBytes === undefined) return undefined
  if (providerSignature === undefined) return undefined
  return { serviceId, owner, url, maxTimeSeconds, maxMessageBytes, providerSignature }
}

function readUrl(reading: Reading): string | undefined {
  const text = reading.text(2000)
  if (text === undefined) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    return reading.problem('write an address that begins with http:// or https://')
  }
  if (url.username !== '' || url.password !== '') {
    return reading.problem('take the user name and password out of the address')
  }
  if (url.hash !== '') return reading.problem('take the part after # out of the address')
  return text
}

function readProviderSignature(reading: Reading): ProviderSignature | undefined {
  if (reading.missing || reading.value === 'required') return 'required'
  if (typeof reading.value === 'string') {
    return reading.problem('write required, or waived: with the reason')
  }
  const waived = reading.members(['waived'])?.('waived').text(1000)
  return waived === undefined ? undefined : { waived }
}

function readConnection(reading: Reading): Connection | undefined {
  const member = reading.members(['system', 'service', 'suspended'])
  if (member === undefined) return undefined
  const system = member('system').text()
  const service = member('service').text()
  const suspended = member('suspended')
    .items([])
    .map((reason) => reason.text(1000))
  if (system === undefined || service === undefined || !isWhole(suspended)) return undefined
  return { system, service, suspended }
}

/** Names are unique, and whoever is spoken of exists. */
function checkReferences(source: RegistrySource, problems: Problems): void {
  const senderIds = firstUses(source.systems, 'systems', 'senderId', problems)
  const serviceIds = firstUses(source.services, 'services', 'serviceId', problems)
  source.systems.forEach(({ certificates }, index) => {
    const hashes = certificates.map(({ sha256 }) => sha256)
    hashes.forEach((sha256, place) => {
      if (hashes.indexOf(sha256) === place) return
      problems.add(['systems', index, 'certificates', place], 'this certificate stands here twice')
    })
  })
  source.services.forEach(({ owner }, index) => {
    mustExist(owner, senderIds, ['services', index, 'owner'], 'senderId of systems', problems)
  })
  const pairs = new Map<string, number>()
  source.connections.forEach(({ system, service }, index) => {
    const path = ['connections', index] as const
    mustExist(system, senderIds, [...path, 'system'], 'senderId of systems', problems)
    mustExist(service, serviceIds, [...path, 'service'], 'serviceId of services', problems)
    const pair = JSON.stringify([system, service])
    const first = pairs.get(pair)
    if (first === undefined) pairs.set(pair, index)
    else problems.add(path, `the same connection stands in connections[${first}]: keep one`)
  })
}

function firstUses<Name extends string>(
  all: readonly Record<Name, string>[],
  list: string,
  name: Name,
  problems: Problems,
): ReadonlyMap<string, number> {
  const uses = new Map<string, number>()
  all.forEach((one, index) => {
    const first = uses.get(one[name])
    if (first === undefined) uses.set(one[name], index)
    else problems.add([list, index, name], `${one[name]} is taken by ${list}[${first}]`)
  })
  return uses
}

function mustExist(
  name: string,
  known: ReadonlyMap<string, number>,
  path: readonly (string | number)[],
  where: string,
  problems: Problems,
): void {
  if (known.has(name)) return
  const meant = closestWord(name, known.keys())
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`
  problems.add(path, `${name} is no ${where}${hint}`)
}

function isWhole<Item>(items: readonly (Item | undefined)[]): items is readonly Item[] {
  return !items.includes(undefined)
}
