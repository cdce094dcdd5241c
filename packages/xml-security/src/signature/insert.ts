import type { XmlElement } from '@arna/xml'

/** The document with `xml` written inside the element, before or after what is there; all other bytes stay. */
export function contentInserted(element: XmlElement, place: 'start' | 'end', xml: string): Buffer {
  const { bytes } = element.document
  const at = insertionPoint(element, place)
  if (!element.selfClosing) {
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(xml), bytes.subarray(at)])
  }
  const name = element.prefix === '' ? element.localName : `${element.prefix}:${element.localName}`
  return Buffer.concat([
    bytes.subarray(0, element.end - '/>'.length),
    Buffer.from(`>${xml}</${name}>`),
    bytes.subarray(element.end),
  ])
}

/** Where `xml` begins in what `contentInserted` gives. */
export function insertionPoint(element: XmlElement, place: 'start' | 'end'): number {
  if (element.selfClosing) return element.end - '/'.length
  return place === 'start' ? element.contentStart : element.contentEnd
}
