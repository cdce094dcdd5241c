import type { XmlDocument, XmlElement } from '@arna/xml'
import { namespaces } from '../namespaces.ts'

/** Every ds:Signature of the document, in document order. */
export function findSignatures(document: XmlDocument): XmlElement[] {
  const found: XmlElement[] = []
  for (let index = 0; index < document.elementCount; index++) {
    const element = document.element(index)
    if (element.localName === 'Signature' && element.namespace === namespaces.ds) {
      found.push(element)
    }
  }
  return found
}
