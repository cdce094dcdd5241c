import type { Certificate } from '@arna/pki'
import type {
  AsynchronousDelivery,
  Connection,
  InformationSystem,
  Organisation,
  ProviderAuthentication,
  Quota,
  Receiver,
  RegistrySource,
  Service,
} from './words.ts'

export type Plain = Record<string, unknown>
type CertificateForm = 'pem' | 'base64'

/**
 * The source as a tree of plain values, for YAML and snapshots. Names are in order and members stand as in the
 * documentation, so equal sources give equal text whoever built them.
 */
export function plainSource(source: RegistrySource, form: CertificateForm): Plain {
  const { registry, organisation, system, service, connection } = plainLists(source, form)
  return {
    ...registry[0],
    organisations: organisation,
    systems: system,
    services: service,
    connections: connection,
  }
}

/** The same, as lists by the words for one of each; the registry itself is the only one of its kind. */
export function plainLists(source: RegistrySource, form: CertificateForm) {
  const { environment, contour, organisations, systems, services, connections } = source
  const registry: Plain[] = [{ environment, contour }]
  return {
    registry,
    organisation: sorted(organisations, ({ id }) => id).map(plainOrganisation),
    system: sorted(systems, ({ senderId }) => senderId).map((one) => plainSystem(one, form)),
    service: sorted(services, ({ serviceId }) => serviceId).map((one) => plainService(one, form)),
    connection: sorted(connections, ({ system, service }) => `${system}\0${service}`).map(
      plainConnection,
    ),
  }
}

const plainOrganisation = ({ id, name, bin, isState }: Organisation): Plain => ({
  id,
  name,
  ...(bin !== undefined && { bin }),
  state: isState,
})

function plainSystem(system: InformationSystem, form: CertificateForm): Plain {
  const { senderId, organisation, iin, passwordHash, previousPassword } = system
  const { keyReference, toleratesTimestamp, allowSha1, maxConcurrent, receiver } = system
  return {
    senderId,
    organisation: organisation.id,
    ...(iin !== undefined && { iin }),
    ...(passwordHash !== undefined && { passwordHash }),
    ...(previousPassword !== undefined && {
      previousPassword: {
        hash: previousPassword.hash,
        until: previousPassword.until.toISOString(),
      },
    }),
    certificates: plainCertificates(system.certificates, form),
    keyReference,
    toleratesTimestamp,
    allowSha1,
    maxConcurrent,
    ...(receiver !== undefined && { receiver: plainReceiver(receiver, form) }),
  }
}

const plainReceiver = (receiver: Receiver, form: CertificateForm): Plain => ({
  url: receiver.url,
  networks: sorted(receiver.networks, (network) => network),
  tlsAuthorities: plainCertificates(receiver.tlsAuthorities, form),
  authentication: plainAuthentication(receiver.authentication),
  statusOperation: receiver.statusOperation,
  maxConcurrent: receiver.maxConcurrent,
  answerSignature: receiver.answerSignature,
})

function plainService(service: Service, form: CertificateForm): Plain {
  const { serviceId, owner, url, routes, networks, authentication } = service
  const { maxTimeSeconds, maxMessageBytes, providerSignature, payloadSignature } = service
  const { schema, quota, maxConcurrent, repeatWindowSeconds, disabled } = service
  const { channels, asynchronous } = service
  return {
    serviceId,
    owner,
    ...(url !== '' && { url }),
    routes: sorted(routes, ({ routeId }) => routeId).map((route) => ({
      routeId: route.routeId,
      url: route.url,
    })),
    networks: sorted(networks, (network) => network),
    tlsAuthorities: plainCertificates(service.tlsAuthorities, form),
    authentication: plainAuthentication(authentication),
    maxTimeSeconds,
    maxMessageBytes,
    providerSignature,
    payloadSignature,
    ...(schema !== undefined && {
      schema: {
        files: schema.files.map(({ name, text }) => ({ name, text })),
        checks: schema.checks,
      },
    }),
    quota: plainQuota(quota),
    maxConcurrent,
    repeatWindowSeconds,
    maintenance: service.maintenance.map(({ from, until, reason }) => ({
      from: from.toISOString(),
      until: until.toISOString(),
      reason,
    })),
    ...(disabled !== undefined && {
      disabled: {
        reason: disabled.reason,
        ...(disabled.until !== undefined && { until: disabled.until.toISOString() }),
      },
    }),
    channels: sorted(channels, (channel) => channel),
    asynchronous: plainAsynchronous(asynchronous),
  }
}

const plainAuthentication = (authentication: ProviderAuthentication): Plain => ({
  type: authentication.type,
  ...('user' in authentication && { user: authentication.user }),
  ...('secret' in authentication && { secret: authentication.secret }),
})

const plainAsynchronous = (delivery: AsynchronousDelivery): Plain => ({
  requests: delivery.requests,
  pushedIsDelivered: delivery.pushedIsDelivered,
  fetchedIsDelivered: delivery.fetchedIsDelivered,
  leaseSeconds: delivery.leaseSeconds,
  expirySeconds: delivery.expirySeconds,
})

const plainQuota = ({ peakPerHour, nominalPerHour, over }: Quota): Plain => ({
  peakPerHour,
  nominalPerHour,
  over,
})

const plainConnection = (connection: Connection): Plain => ({
  system: connection.system,
  service: connection.service,
  suspended: connection.suspended,
  ...(connection.quota !== undefined && { quota: plainQuota(connection.quota) }),
  ...(connection.requests !== undefined && { requests: connection.requests }),
  ...(connection.answers !== undefined && { answers: connection.answers }),
})

/** They are a set: whoever wrote them in another order meant the same. */
const plainCertificates = (certificates: readonly Certificate[], form: CertificateForm): string[] =>
  sorted(certificates, ({ sha256 }) => sha256).map(({ der, pem }) =>
    form === 'pem' ? pem : der.toString('base64'),
  )

/** By code units: the same on every machine, unlike collation. */
function sorted<Item>(items: readonly Item[], name: (item: Item) => string): Item[] {
  return items.toSorted((left, right) => order(name(left), name(right)))
}

function order(left: string, right: string): number {
  return left < right ? -1 : Number(left > right)
}
