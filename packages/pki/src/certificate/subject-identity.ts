import type { DistinguishedName } from './distinguished-name.ts'

export interface SubjectIdentity {
  readonly commonName: string
  readonly organisation: string | undefined
  readonly iin: string | undefined
  readonly bin: string | undefined
  readonly problem: string | undefined
}

const oids = {
  commonName: '2.5.4.3',
  serialNumber: '2.5.4.5',
  organisation: '2.5.4.10',
  unit: '2.5.4.11',
}

/**
 * Who the subject is, by the profile of the Kazakh CA: the IIN in serialNumber as `IIN` and twelve digits, the BIN in
 * OU as `BIN` and twelve digits. A second number, or one in another attribute, leaves the field undefined: such a
 * certificate matches no registered number, and `problem` says why.
 */
export function readSubjectIdentity(name: DistinguishedName): SubjectIdentity {
  const attributes = name.flat()
  const first = (oid: string): string | undefined =>
    attributes.find((attribute) => attribute.oid === oid)?.value
  const problems: string[] = []
  const number = (kind: 'IIN' | 'BIN', home: string, homeName: string): string | undefined => {
    const claims = attributes.filter(({ value }) =>
      new RegExp(`^\\s*${kind}\\s*\\d`, 'i').test(value),
    )
    const claim = claims[0]
    if (claim === undefined) return undefined
    const problem =
      claims.length > 1
        ? `the subject names ${claims.length} numbers of kind ${kind}`
        : claim.oid !== home
          ? `the ${kind} stands outside ${homeName}`
          : !new RegExp(`^${kind}\\d{12}$`).test(claim.value)
            ? `the ${kind} is not written as ${kind} and twelve digits`
            : undefined
    if (problem === undefined) return claim.value.slice(kind.length)
    problems.push(problem)
    return undefined
  }
  const iin = number('IIN', oids.serialNumber, 'serialNumber')
  const bin = number('BIN', oids.unit, 'OU')
  return {
    commonName: first(oids.commonName) ?? '',
    organisation: first(oids.organisation),
    iin,
    bin,
    problem: problems.length === 0 ? undefined : problems.join('; '),
  }
}
