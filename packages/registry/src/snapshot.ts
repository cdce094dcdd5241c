import type { KeyObject } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { maxSnapshotBytes, openJws, parseObject, signJws } from './flattened-jws.ts'
import { plainSource } from './plain-source.ts'
import { inSlices } from './in-slices.ts'
import { readCertificatesInSlices } from './read-certificate.ts'
import { pathText } from './reading.ts'
import { type ReadSource, readSource, readSourceInSteps } from './read-source.ts'
import { type Publication, Registry } from './registry.ts'
import { refusal, RegistryError, told } from './registry-error.ts'
import type { Contour, Environment, RegistrySource } from './words.ts'

/** Which snapshots a gateway takes: those of its own place, and only newer ones than it has. */
export interface SnapshotPlace {
  readonly environment: Environment
  readonly contour: Contour
  /** The number that is in force now. */
  readonly newerThan?: number
}

/**
 * The snapshot as a signed text (see `signJws`). The same source, number, time, person and reason give the same bytes.
 * Throws RegistryError `registry-malformed`, TypeError for a key that is not Ed25519.
 */
export function signSnapshot(
  source: RegistrySource,
  { key, ...publication }: Publication & { readonly key: KeyObject },
): string {
  const text = signJws(snapshotPayload(source, publication), key)
  if (text.length > maxSnapshotBytes) {
    throw refusal('registry-malformed', 'the registry is too large for one snapshot')
  }
  return text
}

/** Checks the signature, then the place, then every word inside. Throws RegistryError with a `snapshot-…` code. */
export function openSnapshot(
  text: string,
  publicKeys: readonly KeyObject[],
  place?: SnapshotPlace,
): Registry {
  const { publication, registry } = parsePayload(openJws(text, publicKeys))
  const source = whole(readSource(registry), 'snapshot-malformed')
  if (place !== undefined) checkPlace(source, publication.number, place)
  return new Registry(source, publication)
}

/**
 * As `openSnapshot`, in slices between which other work of the process goes on. Certificates that `inForce` has too are
 * taken over from it, since reading them is most of the work.
 */
export async function openSnapshotInSlices(
  text: string,
  publicKeys: readonly KeyObject[],
  place: SnapshotPlace,
  inForce: Registry | undefined,
): Promise<Registry> {
  const payload = openJws(text, publicKeys)
  await setImmediate()
  const { publication, registry } = parsePayload(payload)
  await setImmediate()
  const certificates = await readCertificatesInSlices(registry, inForce?.source)
  const source = whole(
    await inSlices(readSourceInSteps(registry, certificates)),
    'snapshot-malformed',
  )
  checkPlace(source, publication.number, place)
  await setImmediate()
  return new Registry(source, publication)
}

interface ParsedPayload {
  readonly publication: Publication
  readonly registry: unknown
}

function parsePayload(text: string): ParsedPayload {
  const { number, publishedAt, registry, publishedBy, reason } = parseObject(
    text,
    ['number', 'publishedAt', 'registry'],
    'the payload of a snapshot',
    ['publishedBy', 'reason'],
  )
  if (!isNumber(number)) throw malformed('number of the snapshot is not a whole number from 1')
  const time = new Date(typeof publishedAt === 'string' ? publishedAt : Number.NaN)
  if (Number.isNaN(time.getTime()) || time.toISOString() !== publishedAt) {
    throw malformed('publishedAt of the snapshot is not a time')
  }
  const words = Object.entries({ publishedBy, reason }).filter(([, word]) => word !== undefined)
  for (const [name, word] of words) {
    if (typeof word !== 'string') throw malformed(`${name} of the snapshot is not a text`)
  }
  return { publication: { number, publishedAt: time, ...Object.fromEntries(words) }, registry }
}

function snapshotPayload(
  source: RegistrySource,
  { number, publishedAt, publishedBy, reason }: Publication,
): string {
  if (!isNumber(number)) throw new TypeError('the number of a publication counts from 1')
  const registry = plainSource(source, 'base64')
  whole(readSource(registry), 'registry-malformed')
  const time = publishedAt.toISOString()
  return orderedJson({ number, publishedAt: time, publishedBy, reason, registry })
}

function whole(
  { source, problems }: ReadSource,
  code: 'snapshot-malformed' | 'registry-malformed',
): RegistrySource {
  if (source !== undefined) return source
  throw new RegistryError(
    code,
    told(problems.map(({ path, message }) => `${pathText(path)}: ${message}`)),
  )
}

function checkPlace(registry: RegistrySource, number: number, place: SnapshotPlace): void {
  const { environment, contour, newerThan = 0 } = place
  if (registry.environment !== environment || registry.contour !== contour) {
    throw refusal(
      'snapshot-elsewhere',
      `the snapshot is for the ${registry.environment} environment,
      ${registry.contour} contour, and this gateway is ${environment} ${contour}: publish it there`,
    )
  }
  if (number <= newerThan) {
    throw refusal(
      'snapshot-not-newer',
      `the snapshot has number ${number} while number ${newerThan}
      is in force: publish again to get a newer number`,
    )
  }
}

/** JSON with the members of every object in the order of their names. */
export function orderedJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => {
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member
    return Object.fromEntries(
      Object.entries(member).toSorted(([left], [right]) => (left < right ? -1 : 1)),
    )
  })
}

const isNumber = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) > 0
const malformed = (message: string): RegistryError => refusal('snapshot-malformed', message)
