import { isUtf8 } from 'node:buffer'
import {
  isNcName,
  nameBytes,
  schemeBytes,
  schemeStarts,
  suspects,
  textStops,
  valueStops,
  whitespace,
} from './characters.ts'
import { decodeValue } from './decode.ts'
import { type XmlErrorCode, XmlError, type XmlLimits } from './document.ts'
import {
  emptyName,
  hashFactor,
  hashStart,
  nameEnd,
  nameLength,
  nameLocal,
  namePrefix,
  nameStride,
  NameTable,
  xmlNamespace,
  xmlnsNamespace,
  xmlnsPrefix,
  xmlPrefix,
} from './names.ts'
import { placeOf } from './place.ts'
import { readReference } from './reference.ts'
import {
  afterEnd,
  attributeName,
  attributeNamespace,
  attributeStride,
  attributeValue,
  attributeValueEnd,
  elementAttributes,
  elementContentEnd,
  elementName,
  elementNamespace,
  elementNext,
  elementParent,
  elementStart,
  elementStride,
  elementText,
  type Tables,
  textEscaped,
  textMarked,
  textUncanonical,
} from './tables.ts'
import { grow, kept } from './scratch.ts'
import { firstInvalidUtf8 } from './utf8.ts'
import { readXmlDeclaration } from './xml-declaration.ts'

const smallElements = 512 * elementStride
const smallAttributes = 512 * attributeStride
const smallPairs = 256
const smallUndo = 96
/** Offsets are kept doubled in 32 bits. */
const mostBytes = 2 ** 30
const nothing: Buffer = Buffer.alloc(0)

/**
 * One pass over the bytes of a document: checks XML 1.0 (fifth edition) and Namespaces in XML 1.0 and fills the
 * tables. Non-validating, no DTD, resolves nothing. Time is linear in the bytes, nothing recurses on depth.
 * The scratch tables are kept between documents; what a document keeps is cut to size.
 */
export class Scanner {
  private source: Buffer = nothing
  private limits!: XmlLimits
  private readonly names = new NameTable()
  private elements = new Int32Array(smallElements)
  private elementCount = 0
  private attributes = new Int32Array(smallAttributes)
  private attributeCount = 0
  /** Where the name that was read last ends. */
  private nameEnd = 0
  /** The name of the last start tag, and the last name in a start tag. */
  private elementRead = emptyName
  private nameRead = emptyName
  private current = -1
  /** Whose column `elementText` tells of the text at hand, and how far its bits are shifted. */
  private textElement = 0
  private textShift = 0
  private depth = 0
  /** Bindings to put back: element, prefix, namespace. */
  private undo = new Int32Array(smallUndo)
  private undoCount = 0
  private namespacesInScope = 0
  private pairs = new Int32Array(smallPairs)
  private ids: number[] = []
  private hasProcessingInstruction = false
  private relativeNamespace = -1
  private prologStart = 0

  scan(source: Buffer, limits: XmlLimits): Tables {
    this.source = source
    this.names.source = source
    this.limits = limits
    try {
      let at = this.prolog()
      at = this.content(this.startTag(at))
      this.epilog(at)
      return this.tables()
    } finally {
      this.reset()
    }
  }

  /** Forgets the document, and gives back what a large one needed: such tables have grown, or are empty (see `kept`). */
  private reset(): void {
    this.source = nothing
    this.names.reset()
    if (this.elements.length !== smallElements) this.elements = new Int32Array(smallElements)
    if (this.attributes.length !== smallAttributes)
      this.attributes = new Int32Array(smallAttributes)
    if (this.pairs.length > smallPairs) this.pairs = new Int32Array(smallPairs)
    if (this.undo.length > smallUndo) this.undo = new Int32Array(smallUndo)
    this.elementCount = 0
    this.attributeCount = 0
    this.elementRead = emptyName
    this.nameRead = emptyName
    this.current = -1
    this.depth = 0
    this.undoCount = 0
    this.namespacesInScope = 0
    this.ids = []
    this.hasProcessingInstruction = false
    this.relativeNamespace = -1
  }

  private tables(): Tables {
    const { elementCount, attributeCount, names } = this
    this.ensureElement()
    this.elements[elementCount * elementStride + elementAttributes] = attributeCount
    return {
      source: this.source,
      prologStart: this.prologStart,
      elementCount,
      elements: kept(this.elements, (elementCount + 1) * elementStride),
      attributes: kept(this.attributes, attributeCount * attributeStride),
      names: kept(names.rows, names.count * nameStride),
      nameCount: names.count,
      aside: names.aside,
      ids: this.ids,
      hasProcessingInstruction: this.hasProcessingInstruction,
      relativeNamespace: this.relativeNamespace,
    }
  }

  /** Everything before the root. Returns the offset of the root's `<`. */
  private prolog(): number {
    const { source } = this
    const most = Math.min(this.limits.maxBytes, mostBytes)
    if (source.length > most) {
      this.fail('xml-limit-exceeded', 0, `the document is larger than ${most} bytes`)
    }
    let at = this.checkEncoding()
    this.prologStart = at
    for (;;) {
      at = this.skipSpace(at)
      if (at >= source.length) this.malformed(at, 'there is no root element')
      if (source[at] !== 0x3c) this.malformed(at, 'text stands before the root element')
      const next = source[at + 1]
      if (next === 0x21) at = this.commentOutsideRoot(at)
      else if (next === 0x3f) at = this.processingInstruction(at)
      else return at
    }
  }

  private epilog(from: number): void {
    const { source } = this
    let at = from
    for (;;) {
      at = this.skipSpace(at)
      if (at >= source.length) return
      const next = source[at + 1]
      if (source[at] === 0x3c && next === 0x21) at = this.commentOutsideRoot(at)
      else if (source[at] === 0x3c && next === 0x3f) at = this.processingInstruction(at)
      else this.malformed(at, 'something follows the end of the root element')
    }
  }

  /** Checks byte order mark, UTF-8 and XML declaration. Returns the offset after the XML declaration. */
  private checkEncoding(): number {
    const { source } = this
    const b0 = source[0]
    const b1 = source[1]
    const b2 = source[2]
    const b3 = source[3]
    const wide =
      (b0 === 0xfe && b1 === 0xff) ||
      (b0 === 0xff && b1 === 0xfe) ||
      (b0 === 0 && b1 === 0 && ((b2 === 0xfe && b3 === 0xff) || (b2 === 0 && b3 === 0x3c))) ||
      (b0 === 0x3c && b1 === 0) ||
      (b0 === 0 && b1 === 0x3c)
    if (wide)
      this.fail('xml-encoding-refused', 0, 'the document is in UTF-16 or UTF-32: send UTF-8')
    const start = b0 === 0xef && b1 === 0xbb && b2 === 0xbf ? 3 : 0
    const end = readXmlDeclaration(source, start, (code, offset, message) =>
      this.fail(code, offset, message),
    )
    if (!isUtf8(source)) {
      this.fail('xml-encoding-refused', firstInvalidUtf8(source), 'the bytes are not UTF-8')
    }
    return end
  }

  /** From after the root's start tag to after its end tag. */
  private content(from: number): number {
    const { source } = this
    const end = source.length
    const words = new DataView(source.buffer, source.byteOffset, end)
    const wordsEnd = end - 3
    let at = from
    while (this.current >= 0) {
      for (;;) {
        const turn = Math.min(at + bytesBetweenWords, end)
        while (at < turn && textStops[source[at]!] === 0) at++
        if (at < turn || at >= end) break
        while (at < wordsEnd && isPlainWord(words.getInt32(at))) at += 4
      }
      if (at >= end) this.malformed(end, `the element <${this.currentName()}> is not closed`)
      const byte = source[at]
      if (byte === 0x3c) {
        const next = at + 1 < end ? source[at + 1]! : 0
        if (next === 0x2f) at = this.endTag(at)
        else if (next === 0x21) at = this.textMark(this.commentOrCdata(at))
        else if (next === 0x3f) at = this.textMark(this.processingInstruction(at))
        else at = this.startTag(at)
      } else if (byte === 0x26) {
        at = this.textReference(at)
      } else if (byte === 0x0d) {
        this.note(textEscaped | textUncanonical)
        at++
      } else if (byte === 0x3e) {
        if (source[at - 1] === 0x5d && source[at - 2] === 0x5d) {
          this.malformed(at - 2, '"]]>" stands in text: write "]]&gt;"')
        }
        this.note(textUncanonical)
        at++
      } else {
        at = this.suspect(at)
      }
    }
    return at
  }

  /** Returns `end`, where a comment, a CDATA section or a processing instruction inside an element ends. */
  private textMark(end: number): number {
    this.note(textMarked | textEscaped | textUncanonical)
    return end
  }

  private textReference(start: number): number {
    const end = this.reference(start)
    const second = this.source[start + 1]
    const isCanonical =
      second === 0x6c || second === 0x67 || (second === 0x61 && end === start + '&amp;'.length)
    this.note(isCanonical ? textEscaped : textEscaped | textUncanonical)
    return end
  }

  private note(bits: number): void {
    this.elements[this.textElement * elementStride + elementText]! |= bits << this.textShift
  }

  private startTag(start: number): number {
    const { source, names, limits } = this
    const index = this.ensureElement()
    if (this.depth >= limits.maxDepth) {
      this.fail('xml-limit-exceeded', start, `elements are nested deeper than ${limits.maxDepth}`)
    }
    const name = this.readName(start + 1, 'an element', this.elementRead * 2)
    this.elementRead = name
    this.nameRead = name
    const firstAttribute = this.attributeCount
    const row = index * elementStride
    const { elements } = this
    elements[row + elementStart] = start
    elements[row + elementParent] = this.current
    elements[row + elementName] = name
    elements[row + elementAttributes] = firstAttribute
    elements[row + elementText] = 0
    this.elementCount = index + 1

    let at = this.nameEnd
    let selfClosing = false
    for (;;) {
      let byte = source[at]
      if (byte === 0x3e) {
        at++
        break
      }
      if (byte !== 0x2f) {
        const spaced = this.skipSpace(at)
        byte = source[spaced]
        if (byte === 0x3e) {
          at = spaced + 1
          break
        }
        if (byte !== 0x2f) {
          if (spaced === at) this.malformed(at, this.expectedInTag(at))
          if (this.attributeCount - firstAttribute >= limits.maxAttributes) {
            this.fail(
              'xml-limit-exceeded',
              spaced,
              `an element has more than ${limits.maxAttributes} attributes and namespace declarations`,
            )
          }
          at = this.attribute(spaced, index)
          continue
        }
        at = spaced
      }
      if (source[at + 1] !== 0x3e) this.malformed(at, 'a "/" in a tag must be followed by ">"')
      at += 2
      selfClosing = true
      break
    }

    const prefix = names.rows[name * nameStride + namePrefix]!
    const namespace = names.binding(prefix)
    if (namespace < 0 || prefix === xmlnsPrefix) this.undeclared(start + 1, prefix)
    elements[row + elementNamespace] = namespace
    if (this.attributeCount > firstAttribute) this.resolveAttributes(index, firstAttribute)
    this.textElement = index
    if (selfClosing) {
      elements[row + elementContentEnd] = at * 2 + 1
      elements[row + elementNext] = index + 1
      this.textShift = afterEnd
      if (this.undoCount > 0) this.undoBindings(index)
    } else {
      this.textShift = 0
      this.current = index
      this.depth++
    }
    return at
  }

  private endTag(start: number): number {
    const { source, elements, current } = this
    const row = current * elementStride
    const length = this.names.rows[elements[row + elementName]! * nameStride + nameLength]!
    let at = start + 2
    const end = at + length
    for (let open = elements[row + elementStart]! + 1; at < end; at++, open++) {
      if (source[at] !== source[open]) this.mismatch(start)
    }
    if (source[at] !== 0x3e) {
      const spaced = this.skipSpace(at)
      if (source[spaced] !== 0x3e) {
        if (at < source.length && nameBytes[source[at]!] === 1) this.mismatch(start)
        this.malformed(spaced, 'an end tag must end with ">"')
      }
      at = spaced
    }
    elements[row + elementContentEnd] = start * 2
    elements[row + elementNext] = this.elementCount
    if (this.undoCount > 0) this.undoBindings(current)
    this.textElement = current
    this.textShift = afterEnd
    this.current = elements[row + elementParent]!
    this.depth--
    return at + 1
  }

  /** Reads one attribute or declaration into the table. Returns the offset after its closing quote. */
  private attribute(start: number, element: number): number {
    const { source, names } = this
    const name = this.readName(start, 'an attribute', this.nameRead * 2 + 1)
    this.nameRead = name
    let at = this.nameEnd
    if (source[at] !== 0x3d) {
      at = this.skipSpace(at)
      if (source[at] !== 0x3d) this.malformed(at, 'an attribute name must be followed by "="')
    }
    at++
    let quote = source[at]
    if (quote !== 0x22 && quote !== 0x27) {
      at = this.skipSpace(at)
      quote = source[at]
      if (quote !== 0x22 && quote !== 0x27) {
        this.malformed(at, 'an attribute value must stand in quotes')
      }
    }
    const valueStart = at + 1
    const end = source.length
    const unrolledEnd = end - 3
    let changed = 0
    const usual = names.usualNamespace(name, valueStart, quote)
    at = valueStart + names.rows[usual * nameStride + nameLength]!
    for (;;) {
      while (
        at < unrolledEnd &&
        (valueStops[source[at]!]! |
          valueStops[source[at + 1]!]! |
          valueStops[source[at + 2]!]! |
          valueStops[source[at + 3]!]!) ===
          0
      ) {
        at += 4
      }
      while (at < end && valueStops[source[at]!] === 0) at++
      if (at >= end) this.malformed(valueStart - 1, 'an attribute value is not closed')
      const byte = source[at]!
      if (byte === quote) break
      if (byte === 0x22) {
        changed = 1
        at++
      } else if (byte === 0x27) {
        at++
      } else if (byte === 0x26) {
        changed = 1
        at = this.reference(at)
      } else if (byte === 0x3c) {
        this.malformed(at, '"<" stands in an attribute value: write "&lt;"')
      } else if (whitespace[byte] === 1) {
        changed = 1
        at++
      } else {
        at = this.suspect(at)
      }
    }
    if (names.stamp(name, element + 1)) {
      this.malformed(
        start,
        `the attribute "${this.text(start, nameEnd(source, start))}" is repeated`,
      )
    }
    const row = this.ensureAttribute()
    const { attributes } = this
    attributes[row + attributeValue] = valueStart * 2 + changed
    attributes[row + attributeValueEnd] = at
    if (names.rows[name * nameStride + namePrefix] === xmlnsPrefix) {
      this.addDeclaration(row, start, names.rows[name * nameStride + nameLocal]!, element, usual)
    } else if (name === xmlnsPrefix) {
      this.addDeclaration(row, start, emptyName, element, usual)
    } else {
      attributes[row + attributeName] = name
    }
    return at + 1
  }

  /** `usual` is the namespace when it is known already, or 0. */
  private addDeclaration(
    row: number,
    start: number,
    prefix: number,
    element: number,
    usual: number,
  ): void {
    const { names, attributes, limits } = this
    const from = attributes[row + attributeValue]! >> 1
    const to = attributes[row + attributeValueEnd]!
    if (to - from > limits.maxNameBytes) {
      this.fail(
        'xml-limit-exceeded',
        from,
        `the name of a namespace is longer than ${limits.maxNameBytes} bytes`,
      )
    }
    const namespace = usual > 0 ? usual : this.internNamespace(row)
    attributes[row + attributeName] = ~prefix
    attributes[row + attributeNamespace] = namespace
    if (namespace <= xmlnsNamespace || prefix === xmlPrefix || prefix === xmlnsPrefix) {
      this.checkReserved(start, prefix, namespace)
    }
    if (this.relativeNamespace < 0 && namespace !== emptyName && !this.hasScheme(from, to)) {
      this.relativeNamespace = start
    }
    const old = names.binding(prefix)
    if (this.undoCount + 3 > this.undo.length) this.undo = grow(this.undo)
    this.undo[this.undoCount++] = element
    this.undo[this.undoCount++] = prefix
    this.undo[this.undoCount++] = old
    names.bind(prefix, namespace)
    this.namespacesInScope += (namespace > 0 ? 1 : 0) - (old > 0 ? 1 : 0)
    if (this.namespacesInScope > limits.maxNamespaces) {
      this.fail(
        'xml-limit-exceeded',
        start,
        `more than ${limits.maxNamespaces} namespace declarations are in scope`,
      )
    }
  }

  private internNamespace(row: number): number {
    const { names, attributes, source } = this
    const doubled = attributes[row + attributeValue]!
    const to = attributes[row + attributeValueEnd]!
    return (doubled & 1) === 1
      ? names.internAside(Buffer.from(decodeValue(source, doubled >> 1, to)))
      : names.intern(doubled >> 1, to)
  }

  /** Namespaces in XML 1.0, §3: reserved prefixes and namespaces; §5: only the default may be undeclared. */
  private checkReserved(start: number, prefix: number, namespace: number): void {
    if (prefix === xmlnsPrefix) this.malformed(start, 'the prefix "xmlns" must not be declared')
    if ((prefix === xmlPrefix) !== (namespace === xmlNamespace)) {
      this.malformed(
        start,
        'the prefix "xml" and its namespace belong together and to no other prefix or namespace',
      )
    }
    if (namespace === xmlnsNamespace) {
      this.malformed(start, 'the namespace of "xmlns" must not be declared')
    }
    if (namespace === emptyName && prefix !== emptyName) {
      this.malformed(start, 'only the default namespace may be undeclared')
    }
  }

  /** Whether a namespace name begins with a scheme, that is, is no relative reference (RFC 3986 §4.2). */
  private hasScheme(from: number, to: number): boolean {
    const { source } = this
    for (let at = from; at < to; at++) {
      const byte = source[at]!
      if (byte === 0x3a) return at > from
      // A reference may spell the scheme: decoding is dear and this is rare.
      if (byte === 0x26) return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(decodeValue(source, from, to))
      if ((at === from ? schemeStarts : schemeBytes)[byte] === 0) return false
    }
    return false
  }

  private undeclared(offset: number, prefix: number): never {
    if (prefix === xmlnsPrefix) this.malformed(offset, 'an element may not have the prefix "xmlns"')
    const name = this.text(offset, nameEnd(this.source, offset))
    return this.malformed(offset, `the prefix of "${name}" is not declared`)
  }

  private resolveAttributes(element: number, first: number): void {
    const { names, attributes, attributeCount } = this
    let prefixed = 0
    for (let index = first; index < attributeCount; index++) {
      const row = index * attributeStride
      const name = attributes[row + attributeName]!
      if (name < 0) continue
      const prefix = names.rows[name * nameStride + namePrefix]!
      if (prefix === emptyName) {
        attributes[row + attributeNamespace] = emptyName
      } else {
        const namespace = names.binding(prefix)
        if (namespace < 0) this.undeclared(this.nameOffset(index), prefix)
        attributes[row + attributeNamespace] = namespace
        prefixed++
      }
      if (names.isId(names.rows[name * nameStride + nameLocal]!)) this.ids.push(element, index)
    }
    if (prefixed > 1) this.refuseRepeated(first, prefixed)
  }

  /** Only names with different prefixes can still be equal here: equal names were refused while reading. */
  private refuseRepeated(first: number, prefixed: number): void {
    const { names, attributes, attributeCount } = this
    let size = 4
    while (size < prefixed * 2) size *= 2
    if (this.pairs.length < size * 2) this.pairs = new Int32Array(size * 2)
    const pairs = this.pairs.fill(0, 0, size * 2)
    for (let index = first; index < attributeCount; index++) {
      const row = index * attributeStride
      const name = attributes[row + attributeName]!
      const namespace = attributes[row + attributeNamespace]!
      if (name < 0 || namespace === emptyName) continue
      const local = names.rows[name * nameStride + nameLocal]!
      const hash = Math.imul(Math.imul(namespace ^ hashStart, hashFactor) ^ local, hashFactor)
      let slot = (hash >>> 15) & (size - 1)
      while (pairs[slot * 2] !== 0) {
        if (pairs[slot * 2] === namespace && pairs[slot * 2 + 1] === local) {
          const at = this.nameOffset(index)
          this.malformed(
            at,
            `the attribute "${this.text(at, nameEnd(this.source, at))}" is there twice under two prefixes`,
          )
        }
        slot = (slot + 1) & (size - 1)
      }
      pairs[slot * 2] = namespace
      pairs[slot * 2 + 1] = local
    }
  }

  private undoBindings(element: number): void {
    const { undo, names } = this
    while (this.undoCount > 0 && undo[this.undoCount - 3] === element) {
      this.undoCount -= 3
      const prefix = undo[this.undoCount + 1]!
      const old = undo[this.undoCount + 2]!
      this.namespacesInScope += (old > 0 ? 1 : 0) - (names.binding(prefix) > 0 ? 1 : 0)
      names.bind(prefix, old)
    }
  }

  /** Reads a QName at an offset and leaves its end in `nameEnd`. For `followed`, see `NameTable.guess`. */
  private readName(from: number, what: string, followed: number): number {
    const { source, names } = this
    const guess = names.guess(followed, from)
    if (guess > 0) {
      const length = names.rows[guess * nameStride + nameLength]!
      if (length > this.limits.maxNameBytes) this.tooLong(from)
      this.nameEnd = from + length
      return guess
    }
    const end = source.length
    let at = from
    let hash = hashStart
    while (at < end) {
      const byte = source[at]!
      if (nameBytes[byte] === 0) break
      hash = Math.imul(hash ^ byte, hashFactor)
      at++
    }
    this.nameEnd = at
    const length = at - from
    if (length === 0) this.malformed(from, `the name of ${what} is missing`)
    if (length > this.limits.maxNameBytes) this.tooLong(from)
    const id = names.internHashed(from, at, hash)
    if (names.rows[id * nameStride + nameLocal]! < 0) this.splitName(id, from, at, what)
    names.follow(followed, id)
    return id
  }

  private splitName(id: number, from: number, to: number, what: string): void {
    const { source, names } = this
    let colon = from
    while (colon < to && source[colon] !== 0x3a) colon++
    const local = colon === to ? from : colon + 1
    if (!isNcName(source, local, to) || (colon < to && !isNcName(source, from, colon))) {
      this.malformed(from, `"${this.text(from, to)}" is not a name that ${what} may have`)
    }
    if (colon === to) names.split(id, emptyName, id)
    else names.split(id, names.intern(from, local - 1), names.intern(local, to))
  }

  private reference(start: number): number {
    return readReference(this.source, start, (offset, message) => this.malformed(offset, message))
  }

  /** Offset after a character that begins like one XML forbids, when it is not. */
  private suspect(at: number): number {
    const { source } = this
    const byte = source[at]!
    if (byte !== 0xef) {
      const code = byte.toString(16).toUpperCase().padStart(4, '0')
      this.malformed(at, `the character U+${code} is not allowed in XML`)
    }
    if (source[at + 1] === 0xbf && source[at + 2]! >= 0xbe) {
      const code = source[at + 2] === 0xbe ? 'FFFE' : 'FFFF'
      this.malformed(at, `the character U+${code} is not allowed in XML`)
    }
    return at + 3
  }

  /** Offset of the first `last` at or after `from`, with every character before it checked. */
  private find(last: number, from: number, start: number, what: string): number {
    const { source } = this
    const end = source.length
    let at = from
    for (;;) {
      while (at < end && source[at] !== last && suspects[source[at]!] === 0) at++
      if (at >= end) this.malformed(start, `${what} is not closed`)
      if (source[at] === last) return at
      at = this.suspect(at)
    }
  }

  private commentOutsideRoot(start: number): number {
    const { source } = this
    if (source[start + 2] === 0x2d) return this.comment(start)
    if (this.startsWith(start + 2, 'DOCTYPE')) {
      this.fail('xml-doctype-refused', start, 'a document type declaration (DOCTYPE) is refused')
    }
    return this.malformed(start, 'only a comment may begin with "<!" here')
  }

  private commentOrCdata(start: number): number {
    if (this.source[start + 2] === 0x2d) return this.comment(start)
    if (this.startsWith(start + 2, 'DOCTYPE')) {
      this.fail('xml-doctype-refused', start, 'a document type declaration (DOCTYPE) is refused')
    }
    if (!this.startsWith(start + 2, '[CDATA[')) {
      this.malformed(start, '"<!" begins neither a comment nor a CDATA section')
    }
    const { source } = this
    let at = start + 9
    for (;;) {
      at = this.find(0x3e, at, start, 'a CDATA section')
      if (source[at - 1] === 0x5d && source[at - 2] === 0x5d && at - 2 >= start + 9) return at + 1
      at++
    }
  }

  private comment(start: number): number {
    const { source } = this
    if (source[start + 3] !== 0x2d) this.malformed(start, 'a comment must begin with "<!--"')
    let at = start + 4
    for (;;) {
      at = this.find(0x2d, at, start, 'a comment')
      if (source[at + 1] === 0x2d) {
        if (source[at + 2] === 0x3e) return at + 3
        this.malformed(at, '"--" stands in a comment')
      }
      at++
    }
  }

  private processingInstruction(start: number): number {
    const { source } = this
    const from = start + 2
    let at = nameEnd(source, from)
    if (at - from > this.limits.maxNameBytes) this.tooLong(from)
    if (!isNcName(source, from, at)) {
      this.malformed(start, 'a processing instruction must begin with a name without a colon')
    }
    if (at - from === 3 && /^xml$/i.test(this.text(from, at))) {
      this.malformed(start, 'an XML declaration may only stand at the very beginning')
    }
    this.hasProcessingInstruction = true
    if (source[at] === 0x3f && source[at + 1] === 0x3e) return at + 2
    if (at >= source.length || whitespace[source[at]!] === 0) {
      this.malformed(at, 'white space must follow the name of a processing instruction')
    }
    for (;;) {
      at = this.find(0x3f, at, start, 'a processing instruction') + 1
      if (source[at] === 0x3e) return at + 1
    }
  }

  private skipSpace(from: number): number {
    const { source } = this
    const end = source.length
    let at = from
    while (at < end && whitespace[source[at]!] === 1) at++
    return at
  }

  private startsWith(from: number, ascii: string): boolean {
    for (let index = 0; index < ascii.length; index++) {
      if (this.source[from + index] !== ascii.charCodeAt(index)) return false
    }
    return true
  }

  /** Makes room for one more element; returns its index. */
  private ensureElement(): number {
    if ((this.elementCount + 1) * elementStride > this.elements.length) {
      this.elements = grow(this.elements)
    }
    return this.elementCount
  }

  /** Makes room for one more attribute; returns the offset of its row. */
  private ensureAttribute(): number {
    const row = this.attributeCount++ * attributeStride
    if (row + attributeStride > this.attributes.length) this.attributes = grow(this.attributes)
    return row
  }

  /** Where the name of an attribute begins: walks back from its value. */
  private nameOffset(index: number): number {
    const { source, attributes, names } = this
    const row = index * attributeStride
    let at = (attributes[row + attributeValue]! >> 1) - 2
    while (source[at] !== 0x3d) at--
    do at--
    while (whitespace[source[at]!] === 1)
    return at + 1 - names.rows[attributes[row + attributeName]! * nameStride + nameLength]!
  }

  private text(from: number, to: number): string {
    const shown = this.source.toString('utf8', from, Math.min(to, from + 100))
    return to - from > 100 ? `${shown}…` : shown
  }

  private currentName(): string {
    const start = this.elements[this.current * elementStride + elementStart]! + 1
    return this.text(start, nameEnd(this.source, start))
  }

  private expectedInTag(at: number): string {
    return at >= this.source.length
      ? 'the document ends inside a tag'
      : 'in a tag, white space and an attribute, "/>" or ">" must follow here'
  }

  private mismatch(start: number): never {
    const { source } = this
    const found = this.text(start + 2, nameEnd(source, start + 2))
    return this.malformed(start, `the end tag </${found}> does not close <${this.currentName()}>`)
  }

  private tooLong(offset: number): never {
    return this.fail(
      'xml-limit-exceeded',
      offset,
      `a name is longer than ${this.limits.maxNameBytes} bytes`,
    )
  }

  private malformed(offset: number, message: string): never {
    return this.fail('xml-not-well-formed', offset, message)
  }

  private fail(code: XmlErrorCode, offset: number, message: string): never {
    throw new XmlError(code, message, placeOf(this.source, offset))
  }
}

/** How many bytes are looked up one by one before whole words are tried: most texts are shorter. */
const bytesBetweenWords = 32

/**
 * Whether four bytes are ASCII and none of them is a control, `&`, `<` or `>`. Each difference sets the highest bit of
 * a byte that is looked for; what it borrows from the next byte can only make the answer no, never yes.
 */
function isPlainWord(word: number): boolean {
  const control = word - 0x20202020
  const ampersand = (word ^ 0x26262626) - 0x01010101
  const angle = ((word & 0x7d7d7d7d) ^ 0x3c3c3c3c) - 0x01010101
  return ((word | control | ampersand | angle) & 0x80808080) === 0
}
