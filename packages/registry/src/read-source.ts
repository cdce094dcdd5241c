import { checkReferences } from './check-references.ts'
import type { Certificates } from './read-certificate.ts'
import { readQuota, readService } from './read-service.ts'
import { readSystem } from './read-system.ts'
import { type Problem, Problems, Reading } from './reading.ts'
import { isWhole } from './is-whole.ts'
import {
  type Connection,
  contours,
  deliveryModes,
  environments,
  type Organisation,
  type RegistrySource,
} from './words.ts'

export type ReadSource =
  | { readonly source: RegistrySource; readonly problems: readonly [] }
  | { readonly source: undefined; readonly problems: readonly Problem[] }

/**
 * Checks a tree of plain values (of a YAML file or a snapshot) and builds the registry's words from it.
 * Certificates are PEM or base64 DER by now, passwords are hashes, schemas are texts.
 */
export function readSource(value: unknown): ReadSource {
  const steps = readSourceInSteps(value)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/**
 * The same, with a stop after every piece of about a millisecond, at which the caller may let other work go on.
 * `certificates` are some of those inside that were read already.
 */
export function* readSourceInSteps(
  value: unknown,
  certificates?: Certificates,
): Generator<void, ReadSource> {
  const problems = new Problems()
  const source = yield* readRoot(new Reading(value, [], problems), certificates)
  yield
  if (source !== undefined) checkReferences(source, problems)
  if (source === undefined || problems.all.length > 0) {
    return { source: undefined, problems: problems.all }
  }
  return { source, problems: [] }
}

/** The four lists must stand there: a file without them is a mistake, not a wish to cut everybody off. */
function* readRoot(
  root: Reading,
  certificates?: Certificates,
): Generator<void, RegistrySource | undefined> {
  const member = root.members([
    'environment',
    'contour',
    'organisations',
    'systems',
    'services',
    'connections',
  ])
  if (member === undefined) return undefined
  const environment = member('environment').oneOf(environments)
  const contour = member('contour').oneOf(contours)
  const organisations = yield* each(member('organisations'), readOrganisation)
  const byId = new Map(organisations.flatMap((one) => (one === undefined ? [] : [[one.id, one]])))
  const systems = yield* each(member('systems'), (one) => readSystem(one, byId, certificates))
  const services = yield* each(member('services'), (one) => readService(one, certificates))
  const connections = yield* each(member('connections'), readConnection)
  if (environment === undefined || contour === undefined) return undefined
  if (!isWhole(organisations) || !isWhole(systems)) return undefined
  if (!isWhole(services) || !isWhole(connections)) return undefined
  return { environment, contour, organisations, systems, services, connections }
}

const itemsInAStep = 100

function* each<Item>(list: Reading, read: (item: Reading) => Item): Generator<void, Item[]> {
  const found: Item[] = []
  for (const item of list.items()) {
    found.push(read(item))
    if (found.length % itemsInAStep === 0) yield
  }
  return found
}

function readOrganisation(reading: Reading): Organisation | undefined {
  const member = reading.members(['id', 'name', 'bin', 'state'])
  if (member === undefined) return undefined
  const id = member('id').text()
  const name = member('name').text()
  const bin = member('bin').optional((one) => one.digits(12))
  const isState = member('state').flag(false)
  if (id === undefined || name === undefined || isState === undefined) return undefined
  return { id, name, ...(bin !== undefined && { bin }), isState }
}

function readConnection(reading: Reading): Connection | undefined {
  const member = reading.members(['system', 'service', 'suspended', 'quota', 'requests', 'answers'])
  if (member === undefined) return undefined
  const system = member('system').text()
  const service = member('service').text()
  const suspended = member('suspended')
    .items([])
    .map((reason) => reason.text(1000))
  const quota = member('quota').optional(readQuota)
  const requests = member('requests').optional((one) => one.oneOf(deliveryModes))
  const answers = member('answers').optional((one) => one.oneOf(deliveryModes))
  if (system === undefined || service === undefined || !isWhole(suspended)) return undefined
  return {
    system,
    service,
    suspended,
    ...(quota !== undefined && { quota }),
    ...(requests !== undefined && { requests }),
    ...(answers !== undefined && { answers }),
  }
}
