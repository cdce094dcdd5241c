/** The attribute types that stand in names, as RFC 4519 and OpenSSL write them. */
const descriptors: readonly (readonly [oid: string, written: string, ...alsoRead: string[]])[] = [
  ['2.5.4.3', 'CN', 'COMMONNAME'],
  ['2.5.4.4', 'SN', 'SURNAME'],
  ['2.5.4.5', 'serialNumber'],
  ['2.5.4.6', 'C', 'COUNTRYNAME'],
  ['2.5.4.7', 'L', 'LOCALITYNAME'],
  ['2.5.4.8', 'ST', 'S', 'STATEORPROVINCENAME'],
  ['2.5.4.9', 'STREET', 'STREETADDRESS'],
  ['2.5.4.10', 'O', 'ORGANIZATIONNAME'],
  ['2.5.4.11', 'OU', 'ORGANIZATIONALUNITNAME'],
  ['2.5.4.12', 'title', 'T'],
  ['2.5.4.15', 'businessCategory'],
  ['2.5.4.17', 'postalCode'],
  ['2.5.4.42', 'GN', 'GIVENNAME', 'G'],
  ['2.5.4.46', 'dnQualifier'],
  ['2.5.4.65', 'pseudonym'],
  ['2.5.4.97', 'organizationIdentifier'],
  ['0.9.2342.19200300.100.1.1', 'UID', 'USERID'],
  ['0.9.2342.19200300.100.1.25', 'DC', 'DOMAINCOMPONENT'],
  ['1.2.840.113549.1.9.1', 'E', 'EMAILADDRESS', 'EMAIL'],
]

const descriptorByOid = new Map(descriptors.map(([oid, written]) => [oid, written]))
const oidByDescriptor = new Map(
  descriptors.flatMap(([oid, ...names]) => names.map((name) => [name.toUpperCase(), oid] as const)),
)

/** `2.5.4.3` → `CN`; an OID that has no descriptor here is written as itself. */
export function descriptorOf(oid: string): string {
  return descriptorByOid.get(oid) ?? oid
}

/** `cn`, `CN`, `2.5.4.3` or `OID.2.5.4.3` → `2.5.4.3`; undefined for a word that nobody knows. */
export function oidOf(type: string): string | undefined {
  const dotted = /^(?:oid\.)?(\d+(?:\.\d+)+)$/i.exec(type)
  return dotted === null ? oidByDescriptor.get(type.toUpperCase()) : dotted[1]
}
