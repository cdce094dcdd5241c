import type { Connection, InformationSystem, RegistrySource, Service } from './words.ts'

type Plain = Record<string, unknown>

/**
 * The source as a tree of plain values, for YAML and snapshots. Names are in order and members stand as in the
 * documentation, so equal sources give equal text whoever built them.
 */
export function plainSource(source: RegistrySource, certificates: 'pem' | 'base64'): Plain {
  const { environment, contour, systems, services, connections } = source
  return {
    environment,
    contour,
    systems: sorted(systems, ({ senderId }) => senderId).map((one) =>
      plainSystem(one, certificates),
    ),
    services: sorted(services, ({ serviceId }) => serviceId).map(plainService),
    connections: sorted(connections, ({ system, service }) => `${system}\0${service}`).map(
      plainConnection,
    ),
  }
}

function plainSystem(system: InformationSystem, certificates: 'pem' | 'base64'): Plain {
  const { senderId, organisation, iin, passwordHash } = system
  const { name, bin } = organisation
  const { keyReference, toleratesTimestamp, allowSha1 } = system
  return {
    senderId,
    organisation: { name, ...(bin !== undefined && { bin }) },
    ...(iin !== undefined && { iin }),
    passwordHash,
    certificates: system.certificates.map(({ der, pem }) =>
      certificates === 'pem' ? pem : der.toString('base64'),
    ),
    keyReference,
    toleratesTimestamp,
    allowSha1,
  }
}

function plainService(service: Service): Plain {
  const { serviceId, owner, url, maxTimeSeconds, maxMessageBytes, providerSignature } = service
  return { serviceId, owner, url, maxTimeSeconds, maxMessageBytes, providerSignature }
}

const plainConnection = ({ system, service, suspended }: Connection): Plain => ({
  system,
  service,
  suspended,
})

/** By code units: the same on every machine, unlike collation. */
function sorted<Item>(items: readonly Item[], name: (item: Item) => string): Item[] {
  return items.toSorted((left, right) => order(name(left), name(right)))
}

function order(left: string, right: string): number {
  return left < right ? -1 : Number(left > right)
}
