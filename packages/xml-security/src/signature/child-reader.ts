import type { XmlElement } from '@arna/xml'
import { malformed } from '../signature-error.ts'

/** Reads the children of an element one after another, as an xsd:sequence; what is out of place is refused. */
export class ChildReader {
  readonly #parent: XmlElement
  readonly #children: readonly XmlElement[]
  #next = 0

  constructor(parent: XmlElement) {
    this.#parent = parent
    this.#children = parent.children()
  }

  optional(namespace: string, localName: string): XmlElement | undefined {
    const child = this.#children[this.#next]
    if (child?.localName !== localName || child.namespace !== namespace) return undefined
    this.#next++
    return child
  }

  required(namespace: string, localName: string): XmlElement {
    const child = this.optional(namespace, localName)
    if (child !== undefined) return child
    const found = this.#children[this.#next]?.localName ?? 'nothing'
    throw malformed(`${this.#parent.localName} must hold ${localName} here and holds ${found}`)
  }

  all(namespace: string, localName: string): XmlElement[] {
    const found: XmlElement[] = []
    for (;;) {
      const child = this.optional(namespace, localName)
      if (child === undefined) return found
      found.push(child)
    }
  }

  /** Nothing may be left. */
  end(): void {
    const left = this.#children[this.#next]
    if (left !== undefined) {
      throw malformed(`${this.#parent.localName} must not hold ${left.localName} here`)
    }
  }
}
