import {
  writeCdata,
  writeDecodedValue,
  writeLineEnd,
  writeLiteral,
  writeTextCharacter,
  writeTextReference,
  writeValue,
} from './canonical-escape.ts'
import { CanonicalOutput } from './canonical-output.ts'
import { canonicalTextStops, whitespace } from './characters.ts'
import { type CanonicalOptions, XmlError } from './document.ts'
import {
  emptyName,
  nameEnd,
  nameLength,
  nameLocal,
  nameOffset,
  namePrefix,
  nameStride,
  xmlNamespace,
  xmlPrefix,
} from './names.ts'
import { bytesOf, compareNames, idOf } from './namespace-order.ts'
import { placeOf } from './place.ts'
import {
  afterEnd,
  attributeName,
  attributeNamespace,
  attributeStride,
  attributeValue,
  attributeValueEnd,
  contentStartOf,
  elementAttributes,
  elementContentEnd,
  elementName,
  elementNamespace,
  elementNext,
  elementParent,
  elementStart,
  elementStride,
  elementText,
  endOf,
  type Tables,
  textUncanonical,
} from './tables.ts'
import type { Words } from './words.ts'

const declarationStart = Buffer.from(' xmlns')
const equalsQuote = Buffer.from('="')
const closeEmpty = Buffer.from('></')
const processingInstructionEnd = Buffer.from('?>')
const insertionUpTo = 12
const spareLength = 4096
/** In a scope: none of the document. */
const anotherNamespace = -1

/** Scratch of zeros for the next walk; a walk that another one interrupts makes its own. */
let spare: Int32Array | undefined

/**
 * Canonical XML 1.0 and Exclusive XML Canonicalization 1.0 of a scanned document; `apex` and `omit` are numbers of
 * elements, or -1. Throws XmlError when the document declares a relative namespace.
 */
export function canonicalizeScanned(
  words: Words,
  options: CanonicalOptions,
  apex: number,
  omit: number,
  write: (chunk: Uint8Array) => void,
): void {
  refuseRelativeNamespace(words.tables)
  const output = new CanonicalOutput(words.tables.source, write)
  try {
    const walk = new Walk(words, options, output, omit)
    walk.run(apex)
    walk.release()
    output.end()
  } finally {
    output.release()
  }
}

/** Canonical XML 1.0 §1.3: a document with a relative namespace has no canonical form. */
export function refuseRelativeNamespace(tables: Tables): void {
  if (tables.relativeNamespace < 0) return
  throw new XmlError(
    'xml-not-well-formed',
    'a document with a relative namespace has no canonical form: make the namespace an absolute URI',
    placeOf(tables.source, tables.relativeNamespace),
  )
}

/** One canonicalisation: walks over the source from tag to tag, the tables tell what the tags mean. */
class Walk {
  private readonly words: Words
  private readonly tables: Tables
  private readonly output: CanonicalOutput
  private readonly comments: boolean
  private readonly exclusive: boolean
  private readonly omit: number
  private readonly inclusivePrefixes: ReadonlySet<number> | undefined
  /**
   * Two numbers for each prefix: the namespace that the output has in scope, plus 1 (0: none); and the row of the
   * declaration that was met last in the source, plus 1 (it may be out of scope by now).
   */
  private readonly scope: Int32Array
  /** What the output had in scope before: element, prefix, namespace plus 1. */
  private readonly undo: number[] = []
  /** Prefixes to declare on the element at hand; `scope` has their namespaces. */
  private prefixes: number[] = []
  /** Rows of the attributes of the element at hand. */
  private rows: number[] = []

  private readonly byPrefix = (one: number, two: number): number =>
    compareNames(this.tables, one, two)
  private readonly byName = (one: number, two: number): number => this.compareAttributes(one, two)

  constructor(words: Words, options: CanonicalOptions, output: CanonicalOutput, omit: number) {
    this.words = words
    this.tables = words.tables
    this.output = output
    this.comments = options.comments === true
    this.exclusive = options.method === 'exc-c14n'
    this.omit = omit
    const length = this.tables.nameCount * 2
    this.scope =
      spare !== undefined && length <= spareLength
        ? spare
        : new Int32Array(Math.max(length, spareLength))
    spare = undefined
    this.scope[emptyName] = emptyName + 1
    if (this.exclusive && (options.inclusivePrefixes?.length ?? 0) > 0) {
      this.inclusivePrefixes = this.declaredPrefixes(new Set(options.inclusivePrefixes))
    }
    for (const [prefix, namespace] of options.declared ?? []) this.haveDeclared(prefix, namespace)
  }

  /** A namespace that the document does not know is another one than any of its own. */
  private haveDeclared(prefix: string, namespace: string): void {
    const id = idOf(this.tables, prefix)
    if (id >= 0) this.scope[id * 2] = idOf(this.tables, namespace) + 1 || anotherNamespace
  }

  /** Gives the scratch back, when nothing went wrong on the way. */
  release(): void {
    if (this.scope.length > spareLength) return
    this.scope.fill(0, 0, this.tables.nameCount * 2)
    spare = this.scope
  }

  /** Ids of those of the given prefixes that the document declares anywhere. */
  private declaredPrefixes(wanted: ReadonlySet<string>): Set<number> {
    const { attributes } = this.tables
    const declared = new Set<number>()
    for (let row = 0; row < attributes.length; row += attributeStride) {
      const prefix = ~attributes[row + attributeName]!
      if (prefix >= 0) declared.add(prefix)
    }
    const listed = (prefix: number): boolean =>
      wanted.has(prefix === emptyName ? '#default' : this.words.text(prefix))
    return new Set([...declared].filter(listed))
  }

  run(apex: number): void {
    const { tables, omit } = this
    if (apex >= 0) {
      const omitted =
        omit >= 0 && omit <= apex && apex < tables.elements[omit * elementStride + elementNext]!
      if (!omitted) this.subtree(apex)
      return
    }
    this.outside(tables.prologStart, tables.elements[elementStart]!, true)
    if (omit !== 0) this.subtree(0)
    this.outside(endOf(tables, 0), tables.source.length, false)
  }

  /** Comments and processing instructions before or after the root, a line each. */
  private outside(from: number, to: number, before: boolean): void {
    const { source } = this.tables
    let at = from
    for (;;) {
      while (at < to && whitespace[source[at]!] === 1) at++
      if (at >= to) return
      const isComment = source[at + 1] === 0x21
      const end = isComment ? source.indexOf('-->', at + 4) + 3 : source.indexOf('?>', at + 2) + 2
      if (!isComment || this.comments) {
        if (!before) this.output.byte(0x0a)
        if (isComment) writeLiteral(this.output, source, at, end)
        else this.processingInstruction(at, end)
        if (before) this.output.byte(0x0a)
      }
      at = end
    }
  }

  private subtree(apex: number): void {
    const { tables, output, omit } = this
    const { source, elements, names } = tables
    let at = this.startTag(apex, apex)
    if ((elements[apex * elementStride + elementContentEnd]! & 1) === 1) return
    let open = apex
    let next = apex + 1
    let text = elements[apex * elementStride + elementText]!
    for (;;) {
      const row = open * elementStride
      const nextRow = next * elementStride
      const isStart = next < elements[row + elementNext]!
      const tag = isStart
        ? elements[nextRow + elementStart]!
        : elements[row + elementContentEnd]! >> 1
      if ((text & textUncanonical) !== 0) this.text(at, tag)
      else if (tag > at) output.copy(at, tag)
      if (!isStart) {
        at = tag + 2 + names[elements[row + elementName]! * nameStride + nameLength]!
        if (source[at] === 0x3e) {
          output.copy(tag, at + 1)
        } else {
          output.copy(tag, at)
          output.byte(0x3e)
          while (source[at] !== 0x3e) at++
        }
        at++
        if (this.undo.length > 0) this.leave(open)
        if (open === apex) return
        text = elements[row + elementText]! >> afterEnd
        open = elements[row + elementParent]!
      } else if (next === omit) {
        at = endOf(tables, omit)
        text = elements[nextRow + elementText]! >> afterEnd
        next = elements[nextRow + elementNext]!
      } else {
        at = this.startTag(next, apex)
        text = elements[nextRow + elementText]!
        if ((elements[nextRow + elementContentEnd]! & 1) === 0) open = next
        else text >>= afterEnd
        next++
      }
    }
  }

  /** What stands between two tags, when it is not canonical already. */
  private text(from: number, to: number): void {
    const { output } = this
    const { source } = this.tables
    let at = from
    while (at < to) {
      const start = at
      while (at < to && canonicalTextStops[source[at]!] === 0) at++
      if (at > start) output.copy(start, at)
      if (at >= to) return
      const byte = source[at]!
      if (byte === 0x26) {
        at = writeTextReference(output, source, at)
      } else if (byte === 0x3c) {
        at = this.markup(at)
      } else {
        if (byte === 0x0d) writeLineEnd(output, source, at, 0x0a)
        else writeTextCharacter(output, byte)
        at++
      }
    }
  }

  /** A comment, a processing instruction or a CDATA section inside an element. */
  private markup(start: number): number {
    const { source } = this.tables
    if (source[start + 1] === 0x21) return this.commentOrCdata(start)
    const end = source.indexOf('?>', start + 2) + 2
    this.processingInstruction(start, end)
    return end
  }

  private commentOrCdata(start: number): number {
    const { source } = this.tables
    if (source[start + 2] === 0x2d) {
      const end = source.indexOf('-->', start + 4) + 3
      if (this.comments) writeLiteral(this.output, source, start, end)
      return end
    }
    const end = source.indexOf(']]>', start + 9)
    writeCdata(this.output, source, start + 9, end)
    return end + 3
  }

  private processingInstruction(start: number, end: number): void {
    const { source } = this.tables
    const targetEnd = nameEnd(source, start + 2)
    this.output.copy(start, targetEnd)
    let at = targetEnd
    while (whitespace[source[at]!] === 1) at++
    if (at < end - 2) {
      this.output.byte(0x20)
      writeLiteral(this.output, source, at, end - 2)
    }
    this.output.bytes(processingInstructionEnd)
  }

  /** Writes a start tag, and the end tag of an empty-element tag. Returns the offset after it. */
  private startTag(index: number, apex: number): number {
    const { tables, output, prefixes, rows } = this
    const { source, elements, names } = tables
    const row = index * elementStride
    const start = elements[row + elementStart]!
    const name = elements[row + elementName]! * nameStride
    const afterName = start + 1 + names[name + nameLength]!
    const first = elements[row + elementAttributes]!
    const after = elements[row + elementStride + elementAttributes]!
    if (index === apex) this.atApex(index)
    if (this.exclusive) {
      this.addDeclaration(index, names[name + namePrefix]!, elements[row + elementNamespace]!)
    }
    if (after === first && prefixes.length + rows.length === 0 && source[afterName] === 0x3e) {
      output.copy(start, afterName + 1)
      return afterName + 1
    }
    output.copy(start, afterName)
    if (after > first) this.readRows(index, first, after)
    if (prefixes.length > 0) {
      if (prefixes.length > 1) this.sort(prefixes, this.byPrefix)
      for (const prefix of prefixes) this.writeDeclaration(prefix)
      prefixes.length = 0
    }
    if (rows.length > 0) {
      if (rows.length > 1) this.sort(rows, this.byName)
      for (const attribute of rows) this.writeAttribute(attribute)
      rows.length = 0
    }

    const contentStart = contentStartOf(tables, index)
    if ((elements[row + elementContentEnd]! & 1) === 0) {
      output.copy(contentStart - 1, contentStart)
    } else {
      output.bytes(closeEmpty)
      output.copy(start + 1, afterName)
      output.byte(source[contentStart - 1]!)
      if (this.undo.length > 0) this.leave(index)
    }
    return contentStart
  }

  /** The attributes and declarations that stand on the element itself. */
  private readRows(index: number, first: number, after: number): void {
    const { attributes, names } = this.tables
    const { exclusive, inclusivePrefixes } = this
    for (let attribute = first; attribute < after; attribute++) {
      const at = attribute * attributeStride
      const name = attributes[at + attributeName]!
      if (name >= 0) {
        this.rows.push(at)
        if (!exclusive) continue
        const prefix = names[name * nameStride + namePrefix]!
        if (prefix !== emptyName)
          this.addDeclaration(index, prefix, attributes[at + attributeNamespace]!)
      } else {
        this.scope[~name * 2 + 1] = at + 1
        if (!exclusive || inclusivePrefixes?.has(~name) === true) {
          this.addDeclaration(index, ~name, attributes[at + attributeNamespace]!)
        }
      }
    }
  }

  /** What the apex takes from its ancestors: namespaces, and for inclusive canonicalisation xml:* attributes. */
  private atApex(apex: number): void {
    const { scope, exclusive, inclusivePrefixes } = this
    const { elements, attributes, names } = this.tables
    let locals: Set<number> | undefined
    for (let index = apex; index >= 0;) {
      const row = index * elementStride
      const after = elements[row + elementStride + elementAttributes]!
      for (let attribute = elements[row + elementAttributes]!; attribute < after; attribute++) {
        const at = attribute * attributeStride
        const name = attributes[at + attributeName]!
        if (name < 0) {
          if (scope[~name * 2 + 1] !== 0) continue
          scope[~name * 2 + 1] = at + 1
          if (exclusive && inclusivePrefixes?.has(~name) !== true) continue
          this.addDeclaration(apex, ~name, attributes[at + attributeNamespace]!)
        } else if (!exclusive && attributes[at + attributeNamespace] === xmlNamespace) {
          const local = names[name * nameStride + nameLocal]!
          locals ??= new Set()
          if (locals.has(local)) continue
          locals.add(local)
          if (index !== apex) this.rows.push(at)
        }
      }
      index = elements[row + elementParent]!
    }
  }

  /** A declaration is written when the output does not have it in scope yet. */
  private addDeclaration(element: number, prefix: number, namespace: number): void {
    const { scope } = this
    const before = scope[prefix * 2]!
    if (before === namespace + 1 || prefix === xmlPrefix) return
    this.undo.push(element, prefix, before)
    scope[prefix * 2] = namespace + 1
    this.prefixes.push(prefix)
  }

  private leave(element: number): void {
    const { undo, scope } = this
    while (undo.length > 0 && undo[undo.length - 3] === element) {
      const before = undo.pop()!
      scope[undo.pop()! * 2] = before
      undo.pop()
    }
  }

  /** By namespace, then by local name, both as code points sort (Canonical XML 1.0 §2.2). */
  private compareAttributes(one: number, two: number): number {
    const { attributes, names } = this.tables
    const first = attributes[one + attributeNamespace]!
    const second = attributes[two + attributeNamespace]!
    if (first !== second) {
      if (first === emptyName) return -1
      if (second === emptyName) return 1
      const ranks = this.words.namespaceRanks()
      return ranks[first]! - ranks[second]!
    }
    return compareNames(
      this.tables,
      names[attributes[one + attributeName]! * nameStride + nameLocal]!,
      names[attributes[two + attributeName]! * nameStride + nameLocal]!,
    )
  }

  private sort(list: number[], compare: (one: number, two: number) => number): void {
    if (list.length > insertionUpTo) {
      list.sort(compare)
      return
    }
    for (let at = 1; at < list.length; at++) {
      const moved = list[at]!
      let to = at
      while (to > 0 && compare(list[to - 1]!, moved) > 0) {
        list[to] = list[to - 1]!
        to--
      }
      list[to] = moved
    }
  }

  private writeDeclaration(prefix: number): void {
    const { output, tables } = this
    const { attributes, names } = tables
    const namespace = this.scope[prefix * 2]! - 1
    const row = this.scope[prefix * 2 + 1]! - 1
    if (row >= 0 && attributes[row + attributeNamespace] === namespace) {
      const length = names[prefix * nameStride + nameLength]!
      if (this.copyAsItIs(row, length === 0 ? 5 : 6 + length)) return
    }
    output.bytes(declarationStart)
    if (prefix !== emptyName) {
      output.byte(0x3a)
      this.writeName(prefix)
    }
    output.bytes(equalsQuote)
    const offset = names[namespace * nameStride + nameOffset]!
    if (offset < 0) writeDecodedValue(output, bytesOf(tables, namespace))
    else output.copy(offset, offset + names[namespace * nameStride + nameLength]!)
    output.byte(0x22)
  }

  private writeAttribute(row: number): void {
    const { output, tables } = this
    const { attributes, names, source } = tables
    const name = attributes[row + attributeName]!
    if (this.copyAsItIs(row, names[name * nameStride + nameLength]!)) return
    output.byte(0x20)
    this.writeName(name)
    output.bytes(equalsQuote)
    const value = attributes[row + attributeValue]!
    const end = attributes[row + attributeValueEnd]!
    if ((value & 1) === 1) writeValue(output, source, value >> 1, end)
    else output.copy(value >> 1, end)
    output.byte(0x22)
  }

  /** Copies a space and ` name="value"` when the source has it in canonical form. */
  private copyAsItIs(row: number, length: number): boolean {
    const { source, attributes } = this.tables
    const doubled = attributes[row + attributeValue]!
    const value = doubled >> 1
    if ((doubled & 1) === 1 || source[value - 1] !== 0x22 || source[value - 2] !== 0x3d)
      return false
    const name = value - 2 - length
    if (source[name - 1] !== 0x20 || whitespace[source[value - 3]!] === 1) return false
    this.output.copy(name - 1, attributes[row + attributeValueEnd]! + 1)
    return true
  }

  private writeName(id: number): void {
    const { names } = this.tables
    const offset = names[id * nameStride + nameOffset]!
    if (offset < 0) this.output.bytes(bytesOf(this.tables, id))
    else this.output.copy(offset, offset + names[id * nameStride + nameLength]!)
  }
}
