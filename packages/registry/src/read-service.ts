import { readAsynchronous, readChannels } from './read-asynchronous.ts'
import { type Certificates, readCertificate } from './read-certificate.ts'
import { readAuthentication, readSignature, readUrl } from './read-endpoint.ts'
import { readSchema } from './read-schema.ts'
import type { Reading } from './reading.ts'
import { usualQuota, usualService } from './usual.ts'
import { isWhole } from './is-whole.ts'
import {
  type AsynchronousDelivery,
  checkeds,
  type Maintenance,
  mostConcurrent,
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
    'channels',
    'asynchronous',
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
  const channels = readChannels(member('channels'))
  const asynchronous = readAsynchronous(member('asynchronous'))
  const values = {
    serviceId: member('serviceId').text(),
    owner: member('owner').text(),
    url: readServiceUrl(member('url'), channels, asynchronous),
    authentication: readAuthentication(member('authentication')),
    maxTimeSeconds: member('maxTimeSeconds').whole(1, longestSeconds, usual.maxTimeSeconds),
    maxMessageBytes: member('maxMessageBytes').whole(1, largestMessageBytes, usual.maxMessageBytes),
    providerSignature: readSignature(member('providerSignature')),
    payloadSignature: member('payloadSignature').oneOf(checkeds, usual.payloadSignature),
    quota: readQuota(member('quota')),
    maxConcurrent: member('maxConcurrent').whole(1, mostConcurrent, usual.maxConcurrent),
    repeatWindowSeconds: member('repeatWindowSeconds').whole(
      0,
      daySeconds,
      usual.repeatWindowSeconds,
    ),
    channels,
    asynchronous,
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

/** A service whose owner only fetches is called by nobody. */
function readServiceUrl(
  reading: Reading,
  channels: Service['channels'] | undefined,
  asynchronous: AsynchronousDelivery | undefined,
): string | undefined {
  if (!reading.missing) return readUrl(reading)
  if (channels === undefined || asynchronous === undefined) return undefined
  if (!channels.includes('async')) return readUrl(reading)
  if (!channels.includes('sync') && asynchronous.requests === 'pull') return ''
  return reading.problem(
    'write the address; only a service with channels: [async] and asynchronous: { requests: pull } may leave it out',
  )
}

function readRoute(reading: Reading): Route | undefined {
  const member = reading.members(['routeId', 'url'])
  if (member === undefined) return undefined
  const routeId = member('routeId').text()
  const url = readUrl(member('url'))
  return routeId === undefined || url === undefined ? undefined : { routeId, url }
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
