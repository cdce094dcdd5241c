import type { XmlAttribute, XmlDocument, XmlElement } from './document.ts'

/** What libxml2 says about one element. */
export interface ReadElement {
  readonly namespace: string
  readonly prefix: string
  readonly localName: string
  readonly attributes: readonly XmlAttribute[]
  /** Prefix → namespace as declared here; '' undeclares. */
  readonly declarations: ReadonlyMap<string, string>
  readonly text: string
  readonly onlyText: boolean
}

/** An element whose words are libxml2's and whose place is ours. */
export class Libxml2Element implements XmlElement {
  readonly document: XmlDocument
  private readonly place: XmlElement
  private readonly all: readonly ReadElement[]

  constructor(document: XmlDocument, place: XmlElement, all: readonly ReadElement[]) {
    this.document = document
    this.place = place
    this.all = all
  }

  private get read(): ReadElement {
    return this.all[this.index]!
  }

  get index(): number {
    return this.place.index
  }

  get namespace(): string {
    return this.read.namespace
  }

  get prefix(): string {
    return this.read.prefix
  }

  get localName(): string {
    return this.read.localName
  }

  get start(): number {
    return this.place.start
  }

  get end(): number {
    return this.place.end
  }

  get contentStart(): number {
    return this.place.contentStart
  }

  get contentEnd(): number {
    return this.place.contentEnd
  }

  get selfClosing(): boolean {
    return this.place.selfClosing
  }

  get parent(): XmlElement | undefined {
    const { parent } = this.place
    return parent === undefined ? undefined : this.document.element(parent.index)
  }

  children(): XmlElement[] {
    return this.place.children().map((child) => this.document.element(child.index))
  }

  attribute(namespace: string, localName: string): string | undefined {
    return this.read.attributes.find(
      (attribute) => attribute.namespace === namespace && attribute.localName === localName,
    )?.value
  }

  attributes(): XmlAttribute[] {
    return [...this.read.attributes]
  }

  text(): string {
    return this.read.text
  }

  hasOnlyText(): boolean {
    return this.read.onlyText
  }

  namespacesInScope(): Map<string, string> {
    const inScope = new Map<string, string>()
    for (let place: XmlElement | undefined = this.place; place; place = place.parent) {
      for (const [prefix, namespace] of this.all[place.index]!.declarations) {
        if (!inScope.has(prefix)) inScope.set(prefix, namespace)
      }
    }
    if (inScope.get('') === '') inScope.delete('')
    inScope.delete('xml')
    return inScope
  }

  is(other: XmlElement): boolean {
    return this.index === other.index && this.document === other.document
  }
}
