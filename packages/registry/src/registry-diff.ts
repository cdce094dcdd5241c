import { hash } from 'node:crypto'
import type { Certificate } from '@arna/pki'
import { type Plain, plainLists } from './plain-source.ts'
import { certificatesOf } from './read-certificate.ts'
import type { RegistrySource } from './words.ts'

export type ChangedThing = 'registry' | 'organisation' | 'system' | 'service' | 'connection'

/** One thing that differs between two registries. */
export interface RegistryChange {
  readonly what: ChangedThing
  /** id, senderId or serviceId; of a connection `system → service`. */
  readonly name: string
  readonly change: 'added' | 'removed' | 'changed'
  /** In the order of the documentation; of what was added or removed, all that it says. */
  readonly fields: readonly FieldChange[]
}

/**
 * Old and new value, plain and safe to show: passwords only as `set` or `changed`, schemas as digests. Of certificates,
 * `from` are those that went and `to` those that came, each with subject, serial number and validity.
 */
export interface FieldChange {
  readonly field: string
  readonly from?: unknown
  readonly to?: unknown
}

/** Empty exactly when both registries publish the same. */
export function diffSources(from: RegistrySource, to: RegistrySource): RegistryChange[] {
  const certificates = new Map(
    [...certificatesOf(from), ...certificatesOf(to)].map((one) => [
      one.der.toString('base64'),
      one,
    ]),
  )
  const [before, after] = [plainLists(from, 'base64'), plainLists(to, 'base64')]
  const changes = (Object.keys(after) as ChangedThing[]).flatMap((what) => {
    const [old, now] = [byName(what, before[what]), byName(what, after[what])]
    const names = [...new Set([...old.keys(), ...now.keys()])]
    return names.flatMap((name) =>
      changeOf(what, name, [old.get(name), now.get(name)], certificates),
    )
  })
  return changes
}

type Certificates = ReadonlyMap<string, Certificate>

const nameFields: Readonly<Record<ChangedThing, readonly string[]>> = {
  registry: [],
  organisation: ['id'],
  system: ['senderId'],
  service: ['serviceId'],
  connection: ['system', 'service'],
}

function byName(what: ChangedThing, items: readonly Plain[]): Map<string, Plain> {
  return new Map(
    items.map((item) => [nameFields[what].map((field) => String(item[field])).join(' → '), item]),
  )
}

function changeOf(
  what: ChangedThing,
  name: string,
  [from, to]: readonly [Plain | undefined, Plain | undefined],
  certificates: Certificates,
): RegistryChange[] {
  const present = { ...from, ...to }
  const fields = Object.keys(present)
    .filter((field) => !nameFields[what].includes(field))
    .filter((field) => !isSame(from?.[field], to?.[field]))
    .map((field) => fieldChange(field, from?.[field], to?.[field], certificates))
  if (from === undefined) return [{ what, name, change: 'added', fields }]
  if (to === undefined) return [{ what, name, change: 'removed', fields }]
  return fields.length === 0 ? [] : [{ what, name, change: 'changed', fields }]
}

const isSame = (left: unknown, right: unknown): boolean =>
  left === right || JSON.stringify(left) === JSON.stringify(right)

function fieldChange(
  field: string,
  from: unknown,
  to: unknown,
  certificates: Certificates,
): FieldChange {
  const [left, right] = shownPair(field, from, to, certificates)
  return {
    field,
    ...(from !== undefined && { from: left }),
    ...(to !== undefined && { to: right }),
  }
}

function shownPair(
  field: string,
  from: unknown,
  to: unknown,
  certificates: Certificates,
): readonly [unknown, unknown] {
  switch (field) {
    case 'passwordHash':
      return ['set', from === undefined ? 'set' : 'changed']
    case 'previousPassword':
      return [previousPassword(from), previousPassword(to, from)]
    case 'schema':
      return [schemaDigests(from), schemaDigests(to)]
    case 'certificates':
    case 'tlsAuthorities':
      return [
        onlyIn(from, to).map((one) => certificateFacts(certificates.get(one)!)),
        onlyIn(to, from).map((one) => certificateFacts(certificates.get(one)!)),
      ]
    case 'receiver':
      return [shownReceiver(from, certificates), shownReceiver(to, certificates)]
    default:
      return [from, to]
  }
}

function previousPassword(value: unknown, before?: unknown): unknown {
  const { until } = (value ?? {}) as { until?: string }
  const sameTime =
    until !== undefined && (before as { until?: string } | undefined)?.until === until
  return { ...(sameTime && { changed: true }), until }
}

function schemaDigests(value: unknown): unknown {
  if (value === undefined) return undefined
  const { files, checks } = value as Required<
    Pick<RegistrySource['services'][number], 'schema'>
  >['schema']
  return { files: files.map(({ name, text }) => ({ name, sha256: hash('sha256', text) })), checks }
}

/** Whole, with what its authorities are called: a list of those that went and came would not say of which receiver. */
function shownReceiver(value: unknown, certificates: Certificates): unknown {
  if (value === undefined) return undefined
  const receiver = value as { readonly tlsAuthorities: readonly string[] }
  const tlsAuthorities = receiver.tlsAuthorities.map((one) =>
    certificateFacts(certificates.get(one)!),
  )
  return { ...receiver, tlsAuthorities }
}

function onlyIn(these: unknown, others: unknown): string[] {
  const known = new Set((others ?? []) as string[])
  return ((these ?? []) as string[]).filter((one) => !known.has(one))
}

const certificateFacts = ({ subject, serial, notBefore, notAfter }: Certificate): unknown => ({
  subject,
  serial,
  notBefore: notBefore.toISOString(),
  notAfter: notAfter.toISOString(),
})
