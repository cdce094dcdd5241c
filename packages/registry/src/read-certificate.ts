import { type Certificate, parseCertificate, PkiError } from '@arna/pki'
import { inSlices } from './in-slices.ts'
import { isMapping, type Reading } from './reading.ts'
import type { RegistrySource } from './words.ts'

/** Certificates that were read already, by their base64. */
export type Certificates = ReadonlyMap<string, Certificate>

/** PEM text or base64 DER. */
export function readCertificate(reading: Reading, known?: Certificates): Certificate | undefined {
  const { value } = reading
  if (typeof value !== 'string') return reading.problem('write a certificate as PEM text')
  const found = known?.get(value)
  if (found !== undefined) return found
  try {
    return parse(value)
  } catch (error) {
    return reading.problem(
      `not a certificate: ${error instanceof Error ? error.message : 'unreadable'}`,
    )
  }
}

/**
 * All certificates in the plain tree of a registry: from `inForce` where it has them, else read now, in slices. Those
 * that cannot be read are left out: `readSource` will meet them again and say where they stand.
 */
export async function readCertificatesInSlices(
  registry: unknown,
  inForce: RegistrySource | undefined,
): Promise<Certificates> {
  const known = new Map<string, Certificate>()
  for (const one of inForce === undefined ? [] : certificatesOf(inForce)) {
    known.set(one.der.toString('base64'), one)
  }
  return inSlices(readThose(certificateTexts(registry), known))
}

function* readThose(
  texts: Iterable<string>,
  known: Certificates,
): Generator<void, Map<string, Certificate>> {
  const found = new Map<string, Certificate>()
  for (const text of texts) {
    const certificate = known.get(text) ?? found.get(text) ?? parseOrNot(text)
    if (certificate !== undefined) found.set(text, certificate)
    yield
  }
  return found
}

export const certificatesOf = (source: RegistrySource): Certificate[] => [
  ...source.systems.flatMap(({ certificates, receiver }) => [
    ...certificates,
    ...(receiver?.tlsAuthorities ?? []),
  ]),
  ...source.services.flatMap((service) => service.tlsAuthorities),
]

function* certificateTexts(registry: unknown): Generator<string> {
  for (const system of items(registry, 'systems')) {
    yield* texts(system, 'certificates')
    if (isMapping(system)) yield* texts(system['receiver'], 'tlsAuthorities')
  }
  for (const service of items(registry, 'services')) yield* texts(service, 'tlsAuthorities')
}

function items(value: unknown, field: string): readonly unknown[] {
  const list: unknown = isMapping(value) ? value[field] : undefined
  return Array.isArray(list) ? list : []
}

const texts = (value: unknown, field: string): string[] =>
  items(value, field).filter((one) => typeof one === 'string')

function parseOrNot(text: string): Certificate | undefined {
  try {
    return parse(text)
  } catch (error) {
    if (error instanceof PkiError) return undefined
    throw error
  }
}

const parse = (text: string): Certificate =>
  parseCertificate(text.includes('-----') ? text : Buffer.from(text, 'base64'))
