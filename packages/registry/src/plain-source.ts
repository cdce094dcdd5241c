import type { Certificate } from '@arna/pki'
import type {
  Connection,
  InformationSystem,
  Organisation,
  RegistrySource,
  Service,
} from './words.ts'

export type Plain = Record<string, unknown>
export type CertificateForm = 'pem' | 'base64'

/**
 * The source as a tree of plain values, for YAML and snapshots. Names are in order and members stand as in the
 * documentation, so equal sources give equal text whoever built them.
 */
export function plainSource(source: RegistrySource, form: CertificateForm): Plain {
  const { environment, contour, organisations, systems, services, connections } = source
  return {
    environment,
    contour,
    organisations: sorted(organisations, ({ id }) => id).map(plainOrganisation),
    systems: sorted(systems, ({ senderId }) => senderId).map((one) => plainSystem(one, form)),
    services: sorted(services, ({ serviceId }) => serviceId).map((one) => plainService(one, form)),
    connections: sorted(connections, ({ system, service }) => `${system}\0${service}`).map(
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
  const { keyReference, toleratesTimestamp, allowSha1, maxConcurrent } = system
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
    certificates: system.certificates.map((one) => plainCertificate(one, form)),
    keyReference,
    toleratesTimestamp,
    allowSha1,
    maxConcurrent,
  }
}

function plainService(service: Service, form: CertificateForm): Plain {
  const { serviceId, owner, url, routes, networks, authentication } = service
  const { maxTimeSeconds, maxMessageBytes, providerSignature, payloadSignature } = service
  const { schema, quota, maxConcurrent, repeatWindowSeconds, disabled } = service
  return {
    serviceId,
    owner,
    url,
    routes: sorted(routes, ({ routeId }) => routeId),
    networks: sorted(networks, (network) => network),
    tlsAuthorities: service.tlsAuthorities.map((one) => plainCertificate(one, form)),
    authentication,
    maxTimeSeconds,
    maxMessageBytes,
    providerSignature,
    payloadSignature,
    ...(schema !== undefined && { schema }),
    quota,
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
  }
}

const plainConnection = ({ system, service, suspended, quota }: Connection): Plain => ({
  system,
  service,
  suspended,
  ...(quota !== undefined && { quota }),
})

function plainCertificate({ der, pem }: Certificate, form: CertificateForm): string {
  return form === 'pem' ? pem : der.toString('base64')
}

/** By code units: the same on every machine, unlike collation. */
function sorted<Item>(items: readonly Item[], name: (item: Item) => string): Item[] {
  return items.toSorted((left, right) => order(name(left), name(right)))
}

function order(left: string, right: string): number {
  return left < right ? -1 : Number(left > right)
}
