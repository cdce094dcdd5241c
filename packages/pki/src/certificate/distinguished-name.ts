import {
  DerError,
  type DerElement,
  derChildren,
  derOid,
  derTag,
  derText,
  derWhole,
  expectTag,
  readWholeDer,
} from '../der/read-der.ts'
import { descriptorOf, oidOf } from './name-attributes.ts'

export interface NameAttribute {
  readonly oid: string
  readonly value: string
  /** True when the value is no text: `value` is then the hex of its DER. */
  readonly hex: boolean
}

/** A relative name holds one attribute, rarely more. Relative names stand in the order of the certificate. */
export type RelativeName = readonly NameAttribute[]
export type DistinguishedName = readonly RelativeName[]

/** Throws DerError. */
export function readName(element: DerElement): DistinguishedName {
  return derChildren(expectTag(element, derTag.sequence)).map((set) => {
    const attributes = derChildren(expectTag(set, derTag.set)).map((pair) => {
      const [type, value, ...rest] = derChildren(expectTag(pair, derTag.sequence))
      if (value === undefined || rest.length > 0) throw new DerError('a name attribute')
      return { oid: derOid(type), ...readAttributeValue(value) }
    })
    if (attributes.length === 0) throw new DerError('an empty relative name')
    return attributes
  })
}

function readAttributeValue(element: DerElement): { value: string; hex: boolean } {
  const text = derText(element)
  return { value: text ?? derWhole(element).toString('hex'), hex: text === undefined }
}

/** RFC 4514: the last relative name first, so that C=KZ, CN=X in the certificate is written `CN=X,C=KZ`. */
export function formatName(name: DistinguishedName): string {
  return name
    .toReversed()
    .map((relative) =>
      relative
        .map(
          ({ oid, value, hex }) => `${descriptorOf(oid)}=${hex ? `#${value}` : escapeValue(value)}`,
        )
        .join('+'),
    )
    .join(',')
}

function escapeValue(value: string): string {
  return value.replaceAll(/^[ #]| $|[\\"+,;<>]/g, String.raw`\$&`).replaceAll('\0', String.raw`\00`)
}

/**
 * Reads what people and programs write for a name: RFC 4514, RFC 2253 and RFC 1779, spaces anywhere, `;` for `,`.
 * The relative names stay in the order of the text. Undefined when it is no name.
 */
export function parseName(text: string): DistinguishedName | undefined {
  const name: NameAttribute[][] = [[]]
  let at = 0
  while (at < text.length) {
    const equals = text.indexOf('=', at)
    const oid = equals < 0 ? undefined : oidOf(text.slice(at, equals).trim())
    if (oid === undefined) return undefined
    const value = readValue(text, equals + 1)
    if (value === undefined) return undefined
    name.at(-1)!.push({ oid, value: value.value, hex: value.hex })
    if (value.end === text.length) return name
    if (text[value.end] !== '+') name.push([])
    at = value.end + 1
  }
  return undefined
}

interface WrittenValue {
  readonly value: string
  readonly hex: boolean
  readonly end: number
}

/** A value up to the separator at `end`, or to the end of the text. */
function readValue(text: string, start: number): WrittenValue | undefined {
  let at = start
  while (isSpace(text[at])) at++
  if (text[at] === '#') return readHexValue(text, at)
  const quoted = text[at] === '"'
  if (quoted) at++
  let octets: number[] = []
  let value = ''
  let kept = 0
  const flush = (): boolean => {
    if (octets.length === 0) return true
    const decoded = decodeOctets(octets)
    octets = []
    value += decoded ?? ''
    kept = value.length
    return decoded !== undefined
  }
  for (; at < text.length; at++) {
    const character = text[at]!
    if (character === '\\') {
      const pair = /^[0-9a-fA-F]{2}/.exec(text.slice(at + 1, at + 3))
      if (pair !== null) {
        octets.push(Number.parseInt(pair[0], 16))
        at += 2
        continue
      }
      const escaped = text[++at]
      if (escaped === undefined || !flush()) return undefined
      value += escaped
      kept = value.length
      continue
    }
    if (quoted ? character === '"' : ',;+'.includes(character)) break
    if (!quoted && '"<>'.includes(character)) return undefined
    if (!flush()) return undefined
    value += character
    if (quoted || !isSpace(character)) kept = value.length
  }
  if (!flush()) return undefined
  if (quoted) {
    if (text[at] !== '"') return undefined
    at++
    while (isSpace(text[at])) at++
    if (at < text.length && !',;+'.includes(text[at]!)) return undefined
  }
  return { value: value.slice(0, kept), hex: false, end: at }
}

/** `#0c0161`: the DER of the value in hex. */
function readHexValue(text: string, start: number): WrittenValue | undefined {
  const match = /^#((?:[0-9a-fA-F]{2})+)\s*(?=[,;+]|$)/.exec(text.slice(start))
  if (match === null) return undefined
  const octets = Buffer.from(match[1]!, 'hex')
  const end = start + match[0].length
  try {
    return { ...readAttributeValue(readWholeDer(octets)), end }
  } catch {
    return undefined
  }
}

function decodeOctets(octets: readonly number[]): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(octets),
    )
  } catch {
    return undefined
  }
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t'
}
