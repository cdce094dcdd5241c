import { type DistinguishedName, parseName } from './distinguished-name.ts'

/**
 * Whether two written names mean the same issuer. Programs disagree on the order of the relative names (`CN=…,C=KZ`
 * and `C=KZ,CN=…`, spec of the wire 2.2), on spaces, on escaping and on the spelling of attribute types; values must
 * be equal, upper and lower case included. False when either text is no name.
 */
export function sameIssuer(a: string, b: string): boolean {
  const key = issuerKey(a)
  return key !== undefined && key === issuerKey(b)
}

const remembered = new Map<string, string>()
const mostRemembered = 500
const longestName = 4096

/** The same text for all spellings of a name and for no other name; undefined when the text is no name. */
export function issuerKey(name: string): string | undefined {
  const known = remembered.get(name)
  if (known !== undefined) return known
  const parsed = name.length > longestName ? undefined : parseName(name)
  if (parsed === undefined) return undefined
  const key = JSON.stringify(relativeKeys(parsed).toSorted())
  // Whoever sends a message chooses the text, so the memory is emptied rather than allowed to grow.
  if (remembered.size >= mostRemembered) remembered.clear()
  remembered.set(name, key)
  return key
}

/** Equal for names that RFC 5280 §7.1 calls equal, but for letters' case; the order of relative names counts. */
export function orderedNameKey(name: DistinguishedName): string {
  return JSON.stringify(relativeKeys(name))
}

function relativeKeys(name: DistinguishedName): string[] {
  return name.map((relative) =>
    JSON.stringify(
      relative
        .map(({ oid, value, hex }) => (hex ? `${oid}#${value}` : `${oid}=${normalized(value)}`))
        .toSorted(),
    ),
  )
}

/** X.520 counts runs of spaces as one and ignores them at the ends. */
function normalized(value: string): string {
  return value
    .normalize('NFC')
    .replaceAll(/[ \t\r\n]+/g, ' ')
    .replaceAll(/^ | $/g, '')
}
