import type { Certificate } from '@arna/pki'
import { closestWord } from './closest-word.ts'
import type { Path, Problems } from './reading.ts'
import { specialNetworkOf } from './special-network.ts'
import type { Connection, InformationSystem, RegistrySource, Service } from './words.ts'

/** What no part can know alone: names are unique, whoever is spoken of exists, and paragraph 4 of the Rules. */
export function checkReferences(source: RegistrySource, problems: Problems): void {
  firstUses(source.organisations, 'organisations', 'id', problems)
  const senderIds = firstUses(source.systems, 'systems', 'senderId', problems)
  const serviceIds = firstUses(source.services, 'services', 'serviceId', problems)
  source.systems.forEach(({ certificates, receiver }, index) => {
    checkOnce(certificates, ['systems', index, 'certificates'], problems)
    if (receiver === undefined) return
    const path = ['systems', index, 'receiver'] as const
    checkOnce(receiver.tlsAuthorities, [...path, 'tlsAuthorities'], problems)
    checkAddress(receiver.url, receiver, [...path, 'url'], problems)
  })
  source.services.forEach((service, index) => {
    const path = ['services', index] as const
    mustExist(service.owner, senderIds, [...path, 'owner'], 'senderId of systems', problems)
    checkOnce(service.tlsAuthorities, [...path, 'tlsAuthorities'], problems)
    checkAddresses(service, path, problems)
  })
  const pairs = new Map<string, number>()
  source.connections.forEach((connection, index) => {
    const { system, service } = connection
    const path = ['connections', index] as const
    checkPushes(
      connection,
      source.systems[senderIds.get(system) ?? -1],
      source.services[serviceIds.get(service) ?? -1],
      path,
      problems,
    )
    mustExist(system, senderIds, [...path, 'system'], 'senderId of systems', problems)
    mustExist(service, serviceIds, [...path, 'service'], 'serviceId of services', problems)
    const pair = JSON.stringify([system, service])
    const first = pairs.get(pair)
    if (first === undefined) pairs.set(pair, index)
    else problems.add(path, `the same connection stands in connections[${first}]: keep one`)
  })
  checkParagraph4(source, problems)
}

function checkOnce(certificates: readonly Certificate[], path: Path, problems: Problems): void {
  const seen = new Set<string>()
  certificates.forEach(({ sha256 }, index) => {
    if (seen.has(sha256)) problems.add([...path, index], 'this certificate stands here twice')
    seen.add(sha256)
  })
}

function checkAddresses(service: Service, path: Path, problems: Problems): void {
  const uses = new Map<string, number>()
  service.routes.forEach(({ routeId }, index) => {
    const first = uses.get(routeId)
    if (first === undefined) uses.set(routeId, index)
    else problems.add([...path, 'routes', index], `${routeId} is taken by routes[${first}]`)
  })
  if (service.url !== '') checkAddress(service.url, service, [...path, 'url'], problems)
  service.routes.forEach(({ url }, index) => {
    checkAddress(url, service, [...path, 'routes', index, 'url'], problems)
  })
}

function checkAddress(
  url: string,
  { networks, authentication }: Pick<Service, 'networks' | 'authentication'>,
  place: Path,
  problems: Problems,
): void {
  const network = specialNetworkOf(new URL(url).hostname)
  if (network !== undefined && !networks.includes(network)) {
    problems.add(
      place,
      `the address lies in a ${network} network: write networks: [${network}], if that is meant`,
    )
  }
  if (authentication.type === 'clientCertificate' && !url.startsWith('https:')) {
    problems.add(place, 'a client certificate needs an address that begins with https://')
  }
}

/** Who is pushed to has an address. */
function checkPushes(
  { requests, answers }: Connection,
  system: InformationSystem | undefined,
  service: Service | undefined,
  path: Path,
  problems: Problems,
): void {
  if (requests === 'push' && service?.url === '') {
    problems.add(
      [...path, 'requests'],
      `${service.serviceId} has no address to push to: write its url, or requests: pull`,
    )
  }
  if (answers === 'push' && system !== undefined && system.receiver === undefined) {
    problems.add(
      [...path, 'answers'],
      `${system.senderId} has no address to push to: write its receiver: { url: … }, or answers: pull`,
    )
  }
}

/** Whoever is no state body reaches the systems of state bodies only through the outer gateway (Rules, paragraph 4). */
function checkParagraph4(source: RegistrySource, problems: Problems): void {
  if (source.contour !== 'inner') return
  const isState = new Map(
    source.systems.map(({ senderId, organisation }) => [senderId, organisation.isState]),
  )
  const owners = new Map(source.services.map(({ serviceId, owner }) => [serviceId, owner]))
  source.connections.forEach(({ system, service }, index) => {
    const owner = owners.get(service)
    if (owner === undefined || isState.get(owner) !== true || isState.get(system) !== false) return
    problems.add(
      ['connections', index],
      `${system} is not of a state body, and ${service} is: publish it on the outer gateway (Rules, paragraph 4)`,
    )
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
  path: Path,
  where: string,
  problems: Problems,
): void {
  if (known.has(name)) return
  const meant = closestWord(name, known.keys())
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`
  problems.add(path, `${name} is no ${where}${hint}`)
}
