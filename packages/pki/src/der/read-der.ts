/** One element of DER (X.690): its tag octet, and where its header, content and end lie in `bytes`. */
export interface DerElement {
  readonly bytes: Buffer
  readonly tag: number
  readonly start: number
  readonly contentStart: number
  readonly end: number
}

export const derTag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const

/** The structure is not DER, or not the structure that was expected. Callers turn it into a PkiError. */
export class DerError extends Error {
  override readonly name = 'DerError'
}

/** Reads the element at `start`, which must end at or before `limit`. */
export function readDer(bytes: Buffer, start = 0, limit = bytes.length): DerElement {
  const tag = bytes[start]
  const first = bytes[start + 1]
  if (tag === undefined || first === undefined || start + 2 > limit) throw new DerError('cut off')
  if ((tag & 0x1f) === 0x1f) throw new DerError('a tag number above 30')
  let contentStart = start + 2
  let length = first
  if (first >= 0x80) {
    const octets = first & 0x7f
    // 0x80 is the indefinite length of BER; four octets are more than any certificate has.
    if (octets === 0 || octets > 4 || contentStart + octets > limit)
      throw new DerError('bad length')
    length = bytes.readUIntBE(contentStart, octets)
    contentStart += octets
    if (length < 0x80 || (octets > 1 && length < 2 ** (8 * (octets - 1)))) {
      throw new DerError('a length that is not the shortest')
    }
  }
  const end = contentStart + length
  if (end > limit) throw new DerError('cut off')
  return { bytes, tag, start, contentStart, end }
}

/** The only element of `bytes`; nothing may follow it. */
export function readWholeDer(bytes: Buffer): DerElement {
  const element = readDer(bytes)
  if (element.end !== bytes.length) throw new DerError('something follows the structure')
  return element
}

export function derChildren(element: DerElement): DerElement[] {
  const children: DerElement[] = []
  for (let at = element.contentStart; at < element.end;) {
    const child = readDer(element.bytes, at, element.end)
    children.push(child)
    at = child.end
  }
  return children
}

export function derContent(element: DerElement): Buffer {
  return element.bytes.subarray(element.contentStart, element.end)
}

export function derWhole(element: DerElement): Buffer {
  return element.bytes.subarray(element.start, element.end)
}

/** Gives the element back when it is there and has the tag. */
export function expectTag(element: DerElement | undefined, tag: number): DerElement {
  if (element?.tag !== tag)
    throw new DerError(`expected tag ${tag}, found ${element?.tag ?? 'nothing'}`)
  return element
}

export function derInteger(element: DerElement | undefined): bigint {
  const content = derContent(expectTag(element, derTag.integer))
  if (content.length === 0) throw new DerError('an empty INTEGER')
  const magnitude = BigInt(`0x${content.toString('hex')}`)
  return content[0]! < 0x80 ? magnitude : magnitude - (1n << BigInt(8 * content.length))
}

export function derBoolean(element: DerElement | undefined): boolean {
  const content = derContent(expectTag(element, derTag.boolean))
  if (content.length !== 1) throw new DerError('a BOOLEAN of the wrong length')
  return content[0] !== 0
}

export function derOid(element: DerElement | undefined): string {
  const content = derContent(expectTag(element, derTag.oid))
  const arcs: bigint[] = []
  let arc = 0n
  let open = true
  for (const octet of content) {
    arc = (arc << 7n) | BigInt(octet & 0x7f)
    open = octet >= 0x80
    if (!open) {
      arcs.push(arc)
      arc = 0n
    }
  }
  const first = arcs.shift()
  if (open || first === undefined) throw new DerError('an OBJECT IDENTIFIER that is cut off')
  const root = first < 40n ? 0n : first < 80n ? 1n : 2n
  return [root, first - root * 40n, ...arcs].join('.')
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const utf16 = new TextDecoder('utf-16be', { fatal: true, ignoreBOM: true })

/** The text of a character string of any type that stands in names; undefined when it is none. */
export function derText(element: DerElement): string | undefined {
  const content = derContent(element)
  switch (element.tag) {
    case derTag.utf8String:
      return decode(utf8, content)
    case derTag.printableString:
    case derTag.ia5String:
    case derTag.teletexString:
      return content.toString('latin1')
    case derTag.bmpString:
      return decode(utf16, content)
    default:
      return undefined
  }
}

function decode(decoder: { decode(octets: Uint8Array): string }, content: Buffer): string {
  try {
    return decoder.decode(content)
  } catch {
    throw new DerError('a text that its encoding does not allow')
  }
}

/** UTCTime and GeneralizedTime in the forms that RFC 5280 §4.1.2.5 allows. */
export function derTime(element: DerElement | undefined): Date {
  const text = element === undefined ? '' : derContent(element).toString('latin1')
  const digits =
    element?.tag === derTag.utcTime
      ? /^\d{12}Z$/.test(text) && `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}`
      : element?.tag === derTag.generalizedTime && /^\d{14}Z$/.test(text) && text
  if (digits === false) throw new DerError('a time in a form that RFC 5280 does not allow')
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits)!
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (Number.isNaN(date.getTime())) throw new DerError('a time that does not exist')
  return date
}
