import { isSecretName } from './secret/secret-name.ts'
import { type Certificates, readCertificate } from './read-certificate.ts'
import { readSchema } from './read-schema.ts'
import type { Reading } from './reading.ts'
import { usualQuota, usualService } from './usual.ts'
import { isWhole } from './is-whole.ts'
import {
  checkeds,
  type Maintenance,
  mostConcurrent,
  type ProviderAuthentication,
  type ProviderSignature,
  type Quota,
  type Route,
  type Service,
  specialNetworks,
} from './words.ts'

/** Appendix 2 of the Rules gives a synchronous answer at most 30 seconds. */
const longestSeconds = 30
const largestMessageBytes = 50 * 1024 * 1024
const daySeconds = 24 * 60 * 60
const mostPerHour = 1_000_000_000

export function readService(reading: Reading, known?: Certificates): Service | undefined {
  const member = reading.members([
    'serviceId',
    'owner',
    'url',
    'routes',
    'networks',
    'tlsAuthorities',
    'authentication',
    'maxTimeSeconds',
    'maxMessageBytes',
    'providerSignature',
    'payloadSignature',
    'schema',
    'quota',
    'maxConcurrent',
    'repeatWindowSeconds',
    'maintenance',
    'disabled',
  ])
  if (member === undefined) return undefined
  const usual = usualService
  const lists = {
    routes: member('routes').items([]).map(readRoute),
    networks: member('networks')
      .items([])
      .map((one) => one.oneOf(specialNetworks)),
    tlsAuthorities: member('tlsAuthorities')
      .items([])
      .map((one) => readCertificate(one, known)),
    maintenance: member('maintenance').items([]).map(readMaintenance),
  }
  const values = {
    serviceId: member('serviceId').text(),
    owner: member('owner').text(),
    url: readUrl(member('url')),
    authentication: readAuthentication(member('authentication')),
    maxTimeSeconds: member('maxTimeSeconds').whole(1, longestSeconds, usual.maxTimeSeconds),
    maxMessageBytes: member('maxMessageBytes').whole(1, largestMessageBytes, usual.maxMessageBytes),
    providerSignature: readProviderSignature(member('providerSignature')),
    payloadSignature: member('payloadSignature').oneOf(checkeds, usual.payloadSignature),
    quota: readQuota(member('quota')),
    maxConcurrent: member('maxConcurrent').whole(1, mostConcurrent, usual.maxConcurrent),
    repeatWindowSeconds: member('repeatWindowSeconds').whole(
      0,
      daySeconds,
      usual.repeatWindowSeconds,
    ),
  }
  const schema = member('schema').optional(readSchema)
  const disabled = member('disabled').optional(readDisabled)
  const { routes, networks, tlsAuthorities, maintenance } = lists
  if (!isWhole(routes) || !isWhole(networks)) return undefined
  if (!isWhole(tlsAuthorities) || !isWhole(maintenance) || !isComplete(values)) return undefined
  return {
    ...values,
    routes,
    networks,
    tlsAuthorities,
    maintenance,
    ...(schema !== undefined && { schema }),
    ...(disabled !== undefined && { disabled }),
  }
}

type Complete<Values> = { [Name in keyof Values]: Exclude<Values[Name], undefined> }

const isComplete = <Values extends object>(values: Values): values is Values & Complete<Values> =>
  !Object.values(values).includes(undefined)

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

function readRoute(reading: Reading): Route | undefined {
  const member = reading.members(['routeId', 'url'])
  if (member === undefined) return undefined
  const routeId = member('routeId').text()
  const url = readUrl(member('url'))
  return routeId === undefined || url === undefined ? undefined : { routeId, url }
}

const authentications = ['none', 'basic', 'wsse', 'bearer', 'clientCertificate'] as const

function readAuthentication(reading: Reading): ProviderAuthentication | undefined {
  if (reading.missing) return usualService.authentication
  const member = reading.members(['type', 'user', 'secret'])
  const type = member?.('type').oneOf(authentications)
  if (member === undefined || type === undefined) return undefined
  const forbidden = (name: 'user' | 'secret'): boolean =>
    !member(name).missing && member(name).problem(`take it out: ${type} has none`) === undefined
  if (type === 'none') {
    return forbidden('user') || forbidden('secret') ? undefined : { type }
  }
  const secret = readSecretName(member('secret'))
  if (type === 'bearer' || type === 'clientCertificate') {
    return forbidden('user') || secret === undefined ? undefined : { type, secret }
  }
  const user = member('user').text()
  if (user === undefined || secret === undefined) return undefined
  // RFC 7617: whatever follows the first colon would be read as the password.
  if (type === 'basic' && user.includes(':')) return member('user').problem('no colon in the name')
  return { type, user, secret }
}

function readSecretName(reading: Reading): string | undefined {
  if (typeof reading.value === 'string' && isSecretName(reading.value)) return reading.value
  return reading.problem(
    'write the name (letters, digits, . _ -; at most 64) that arna secret set knows it by, never the secret itself',
  )
}

function readProviderSignature(reading: Reading): ProviderSignature | undefined {
  if (reading.missing || reading.value === 'required') return 'required'
  if (typeof reading.value === 'string') {
    return reading.problem('write required, or waived: with the reason')
  }
  const waived = reading.members(['waived'])?.('waived').text(1000)
  return waived === undefined ? undefined : { waived }
}

export function readQuota(reading: Reading): Quota | undefined {
  if (reading.missing) return usualQuota
  const member = reading.members(['peakPerHour', 'nominalPerHour', 'over'])
  if (member === undefined) return undefined
  const peakPerHour = member('peakPerHour').whole(1, mostPerHour, usualQuota.peakPerHour)
  const nominalPerHour = member('nominalPerHour').whole(1, mostPerHour, usualQuota.nominalPerHour)
  const over = member('over').oneOf(['warn', 'refuse'], usualQuota.over)
  if (peakPerHour === undefined || nominalPerHour === undefined || over === undefined) {
    return undefined
  }
  if (nominalPerHour > peakPerHour) {
    return reading.problem(
      `nominalPerHour (${nominalPerHour}) is above peakPerHour (${peakPerHour}): swap or mend them`,
    )
  }
  return { peakPerHour, nominalPerHour, over }
}

function readMaintenance(reading: Reading): Maintenance | undefined {
  const member = reading.members(['from', 'until', 'reason'])
  if (member === undefined) return undefined
  const from = member('from').time()
  const until = member('until').time()
  const reason = member('reason').text(1000)
  if (from === undefined || until === undefined || reason === undefined) return undefined
  if (until <= from) return reading.problem('until must be later than from')
  return { from, until, reason }
}

function readDisabled(reading: Reading): Service['disabled'] {
  const member = reading.members(['reason', 'until'])
  if (member === undefined) return undefined
  const reason = member('reason').text(1000)
  const until = member('until').optional((one) => one.time())
  return reason === undefined ? undefined : { reason, ...(until !== undefined && { until }) }
}
