import { escapeAttribute, escapeText, scan, type XmlElement } from '@arna/xml'
import { instanceNamespace, schemaNamespace } from './names.ts'

/**
 * The element `data`, ready to be written into another envelope. Its bytes are those that came; what it inherited
 * from the elements around it is kept beside them.
 */
export interface Payload {
  /** The bytes of `data`, from `<` to `>`. */
  readonly content: readonly (string | Uint8Array)[]
  /** Prefix → namespace that the element around `data` has to declare. Never the default namespace. */
  readonly namespaces: ReadonlyMap<string, string>
}

/**
 * The payload of a message that was read.
 *
 * Every prefix that `data` inherited is declared again on our element around it, used or not, since a QName may hide
 * in any text (xsi:type) and the prefix may mean something else in our envelope. The element around is in no
 * namespace, so an inherited default namespace can only stand in the start tag of `data` itself; there it changes
 * neither the exclusive canonical form nor what a QName means.
 */
export function payloadOf(data: XmlElement): Payload {
  const bytes = data.document.bytes
  const inherited = data.parent?.namespacesInScope() ?? new Map<string, string>()
  const byDefault = inherited.get('') ?? ''
  const namespaces = new Map([...inherited].filter(([prefix]) => prefix !== ''))
  const whole = bytes.subarray(data.start, data.end)
  if (byDefault === '' || declaresDefaultNamespace(data)) return { content: [whole], namespaces }
  const nameEnd = data.start + 1 + Buffer.byteLength(qualifiedName(data))
  return {
    content: [
      bytes.subarray(data.start, nameEnd),
      ` xmlns="${escapeAttribute(byDefault)}"`,
      bytes.subarray(nameEnd, data.end),
    ],
    namespaces,
  }
}

const qualifiedName = (element: XmlElement): string =>
  element.prefix === '' ? element.localName : `${element.prefix}:${element.localName}`

/** Looks at the bytes of the start tag, which the scanner has found well-formed: `xmlns` outside of quotes. */
function declaresDefaultNamespace(element: XmlElement): boolean {
  const { bytes } = element.document
  const end = element.selfClosing ? element.end : element.contentStart
  const tag = Buffer.from(bytes.buffer, bytes.byteOffset + element.start, end - element.start)
  const names = tag.toString('utf8').replaceAll(/"[^"]*"|'[^']*'/g, '""')
  return /\sxmlns\s*=/.test(names)
}

const data = (attributes: string): string => `<data${attributes}>`

/**
 * A payload made here. A string becomes text (`xsi:type="xs:string"`, as SHEP members send XML in escaped form); bytes
 * are XML, one element or mixed content, and are taken as they are without a byte order mark and XML declaration.
 * `xsiType` says which type of the service's schema XML content has. Throws XmlError when the bytes are not well-formed.
 */
export function payloadFrom(
  content: string | Uint8Array,
  options: { xsiType?: { namespace: string; localName: string } } = {},
): Payload {
  const namespaces = new Map<string, string>()
  if (typeof content === 'string') {
    const type = ` xmlns:xs="${schemaNamespace}" xmlns:xsi="${instanceNamespace}" xsi:type="xs:string"`
    return { content: [data(type), escapeText(content), '</data>'], namespaces }
  }
  const { xsiType } = options
  const type =
    xsiType === undefined
      ? ''
      : ` xmlns:xsi="${instanceNamespace}" xmlns:q1="${escapeAttribute(xsiType.namespace)}" xsi:type="q1:${xsiType.localName}"`
  const whole = Buffer.concat([
    Buffer.from(data(type)),
    withoutProlog(content),
    Buffer.from('</data>'),
  ])
  scan(whole, { maxBytes: whole.length })
  return { content: [whole], namespaces }
}

/** XML is read after its byte order mark and its XML declaration, which may not stand inside an element. */
function withoutProlog(bytes: Uint8Array): Uint8Array {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const head = Buffer.from(bytes.subarray(start, start + 200)).toString('latin1')
  const declaration = /^<\?xml\s[^?]*\?>/.exec(head)
  return bytes.subarray(start + (declaration?.[0].length ?? 0))
}
