import type { XmlDocument, XmlElement } from '@arna/xml'

/**
 * The one element with this id. Undefined when there is none, when two elements have it, or one element has it in two
 * attributes: readers that disagree on what an id is (wsu:Id, Id, ID, xml:id) must not find different elements.
 */
export function findById(document: XmlDocument, id: string): XmlElement | undefined {
  const [element, ...more] = document.withId(id)
  if (element === undefined || more.length > 0) return undefined
  const carriers = element
    .attributes()
    .filter(({ localName, value }) => value === id && localName.toLowerCase() === 'id')
  return carriers.length === 1 ? element : undefined
}
