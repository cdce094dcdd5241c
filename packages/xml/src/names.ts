import { getRandomValues } from 'node:crypto'
import { nameBytes } from './characters.ts'
import { grow } from './scratch.ts'
import { wellKnownDeclarations, wellKnownNames } from './well-known-names.ts'

/** Columns of `NameTable.rows`. A negative offset `~n` means byte n of `NameTable.aside`. */
export const nameStride = 4
export const nameOffset = 0
export const nameLength = 1
/** Id of the prefix, 0 when there is none. */
export const namePrefix = 2
/** Id of the local part; -1 for a string that has not been met as a name (a namespace, so far). */
export const nameLocal = 3

const workStride = 4
const workHash = 0
const workSeen = 1
const workBinding = 2
const workIsId = 3

/** Ids that are the same in every document. */
export const emptyName = 0
export const xmlPrefix = 1
export const xmlNamespace = 2
export const xmlnsPrefix = 3
export const xmlnsNamespace = 4

const unbound = -1
const reservedStrings = [
  '',
  'xml',
  'http://www.w3.org/XML/1998/namespace',
  'xmlns',
  'http://www.w3.org/2000/xmlns/',
]

/** The strings that have the same number in every document, by id: the reserved ones, then the well-known. */
export const fixedStrings: readonly string[] = [
  ...new Set([
    ...reservedStrings,
    ...wellKnownNames.flatMap((name) => [name, ...name.split(':')]),
    ...wellKnownDeclarations.map(([, namespace]) => namespace),
  ]),
]
const fixedBytes = Buffer.from(fixedStrings.join(''))

// Secret and odd, so that nobody can prepare names which fall into one slot (quadratic time).
const secret = getRandomValues(new Int32Array(2))
export const hashStart = secret[0]!
export const hashFactor = secret[1]! | 1

const smallSlots = 1024
const smallCount = 256

/** Every distinct byte string of one document that is a name, prefix, local part or namespace, by number. */
export class NameTable {
  rows = new Int32Array(smallCount * nameStride)
  count = 0
  /** Bytes that stand nowhere in the source: the fixed names, and namespaces written with references. */
  aside: Buffer = fixedBytes
  /** What offsets of names count in. */
  source: Buffer = fixedBytes
  private work = new Int32Array(smallCount * workStride)
  private slots = new Int32Array(smallSlots)
  private asideLength = fixedBytes.length
  /** By the doubled id of a name, plus 1 for attributes: the name that came after it last time, in any document. */
  private followers = new Int32Array(smallCount * 2)
  private readonly fixedRows: Int32Array
  private readonly fixedWork: Int32Array
  private readonly fixedSlots: Int32Array
  /** By the id of a name such as `xmlns:soap`: the namespace that is mostly declared by it. */
  private readonly mostlyDeclared = new Int32Array(fixedStrings.length)

  constructor() {
    this.enterFixed()
    this.fixedRows = this.rows.slice(0, this.count * nameStride)
    this.fixedWork = this.work.slice(0, this.count * workStride)
    this.fixedSlots = this.slots.slice()
  }

  /** Forgets the last document. What a large one needed is given back: its rows have grown, or are empty (see `kept`). */
  reset(): void {
    this.source = fixedBytes
    if (this.slots.length > smallSlots || this.rows.length !== smallCount * nameStride) {
      this.slots = new Int32Array(smallSlots)
      this.rows = new Int32Array(smallCount * nameStride)
      this.work = new Int32Array(smallCount * workStride)
      this.followers = new Int32Array(smallCount * 2)
    }
    this.rows.set(this.fixedRows)
    this.work.set(this.fixedWork)
    this.slots.set(this.fixedSlots)
    this.count = fixedStrings.length
    this.aside = fixedBytes
    this.asideLength = fixedBytes.length
  }

  private enterFixed(): void {
    let at = 0
    for (const text of fixedStrings) {
      const id = this.intern(at, at + text.length)
      this.rows[id * nameStride + nameOffset] = ~at
      at += text.length
    }
    const idOf = (text: string): number => fixedStrings.indexOf(text)
    for (const id of [emptyName, xmlPrefix, xmlnsPrefix]) this.split(id, emptyName, id)
    for (const name of wellKnownNames) {
      const [first = '', second] = name.split(':')
      if (second === undefined) this.split(idOf(name), emptyName, idOf(name))
      else this.split(idOf(name), idOf(first), idOf(second))
    }
    for (const [prefix, namespace] of wellKnownDeclarations) {
      this.mostlyDeclared[idOf(`xmlns:${prefix}`)] = idOf(namespace)
    }
    this.bind(emptyName, emptyName)
    this.bind(xmlPrefix, xmlNamespace)
    this.bind(xmlnsPrefix, xmlnsNamespace)
  }

  /**
   * The namespace that a declaration's name is mostly used for, when exactly this stands at an offset of the source,
   * up to a quote; otherwise 0, and the value must be read.
   */
  usualNamespace(name: number, from: number, quote: number): number {
    if (name >= fixedStrings.length) return 0
    const namespace = this.mostlyDeclared[name]!
    if (namespace === 0) return 0
    const { source, rows } = this
    const row = namespace * nameStride
    const end = from + rows[row + nameLength]!
    if (source[end] !== quote) return 0
    for (let at = from, other = ~rows[row + nameOffset]!; at < end; at++, other++) {
      if (source[at] !== fixedBytes[other]) return 0
    }
    return namespace
  }

  /**
   * The name at an offset when it is the one that came next last time, or 0: documents are much alike, and comparing
   * bytes is cheaper than hashing them. `followed` is the doubled id of the name before, plus 1 for attributes. What
   * is guessed comes from other documents too, so nothing but the bytes decides.
   */
  guess(followed: number, from: number): number {
    const id = this.followers[followed]!
    if (id === 0 || id >= this.count) return 0
    const { source, rows } = this
    const row = id * nameStride
    if (rows[row + nameLocal]! < 0) return 0
    const end = from + rows[row + nameLength]!
    if (end >= source.length || nameBytes[source[end]!] === 1) return 0
    const offset = rows[row + nameOffset]!
    const bytes = offset < 0 ? this.aside : source
    let other = offset < 0 ? ~offset : offset
    for (let at = from; at < end; at++, other++) if (source[at] !== bytes[other]) return 0
    return id
  }

  /** Notes what came next. */
  follow(followed: number, id: number): void {
    this.followers[followed] = id
  }

  /** The id of a stretch of the source. */
  intern(from: number, to: number): number {
    let hash = hashStart
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ this.source[at]!, hashFactor)
    return this.internHashed(from, to, hash)
  }

  /** The id of a string that is not in the source as it is. */
  internAside(text: Buffer): number {
    const from = this.asideLength
    if (from + text.length > this.aside.length) {
      const grown = Buffer.alloc(Math.max(1024, 2 * (from + text.length)))
      this.aside.copy(grown, 0, 0, from)
      this.aside = grown
    }
    text.copy(this.aside, from)
    let hash = hashStart
    for (const byte of text) hash = Math.imul(hash ^ byte, hashFactor)
    const before = this.count
    const id = this.internHashed(~from, ~from - text.length, hash)
    if (this.count > before) this.asideLength = from + text.length
    return id
  }

  /** Like `intern`; `hash` was computed over the bytes as `intern` does. */
  internHashed(from: number, to: number, rawHash: number): number {
    const hash = rawHash ^ (rawHash >>> 15)
    const length = from < 0 ? from - to : to - from
    if (length === 0 && this.count > 0) return emptyName
    const { slots, rows, work } = this
    const mask = slots.length - 1
    let slot = (hash ^ (hash >>> 9)) & mask
    for (;;) {
      const id = slots[slot]!
      if (id === 0) break
      if (
        work[id * workStride + workHash] === hash &&
        rows[id * nameStride + nameLength] === length
      ) {
        if (this.same(rows[id * nameStride]!, from, length)) return id
      }
      slot = (slot + 1) & mask
    }
    return this.add(from, length, hash, slot)
  }

  private same(one: number, two: number, length: number): boolean {
    const first = one < 0 ? this.aside : this.source
    const second = two < 0 ? this.aside : this.source
    let a = one < 0 ? ~one : one
    let b = two < 0 ? ~two : two
    for (const end = a + length; a < end; a++, b++) if (first[a] !== second[b]) return false
    return true
  }

  private add(offset: number, length: number, hash: number, slot: number): number {
    const id = this.count++
    if ((id + 1) * nameStride > this.rows.length) {
      this.rows = grow(this.rows)
      this.work = grow(this.work)
      this.followers = grow(this.followers)
    }
    const row = id * nameStride
    this.rows[row + nameOffset] = offset
    this.rows[row + nameLength] = length
    this.rows[row + namePrefix] = emptyName
    this.rows[row + nameLocal] = -1
    const work = id * workStride
    this.work[work + workHash] = hash
    this.work[work + workSeen] = 0
    this.work[work + workBinding] = unbound
    this.work[work + workIsId] = 0
    if (id > 0) this.slots[slot] = id
    if (this.count * 2 > this.slots.length) this.rehash()
    return id
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 4)
    const mask = slots.length - 1
    for (let id = 1; id < this.count; id++) {
      const hash = this.work[id * workStride + workHash]!
      let slot = (hash ^ (hash >>> 9)) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = id
    }
    this.slots = slots
  }

  /** True when this name was marked with the same stamp before: how repeated attributes are found. */
  stamp(id: number, stamp: number): boolean {
    const at = id * workStride + workSeen
    if (this.work[at] === stamp) return true
    this.work[at] = stamp
    return false
  }

  /** The namespace that a prefix stands for now, or -1; the empty prefix stands for 0 when undeclared. */
  binding(prefix: number): number {
    return this.work[prefix * workStride + workBinding]!
  }

  bind(prefix: number, namespace: number): void {
    this.work[prefix * workStride + workBinding] = namespace
  }

  /** Records how a string splits as a name. */
  split(id: number, prefix: number, local: number): void {
    const row = id * nameStride
    this.rows[row + namePrefix] = prefix
    this.rows[row + nameLocal] = local
    if (this.rows[local * nameStride + nameLocal] === -1) {
      this.rows[local * nameStride + nameLocal] = local
    }
    this.work[local * workStride + workIsId] = this.spellsId(local) ? 1 : 0
  }

  /** True when the local part is `id` in any case. */
  isId(local: number): boolean {
    return this.work[local * workStride + workIsId] === 1
  }

  private spellsId(local: number): boolean {
    const row = local * nameStride
    if (this.rows[row + nameLength] !== 2) return false
    const offset = this.rows[row]!
    const bytes = offset < 0 ? this.aside : this.source
    const at = offset < 0 ? ~offset : offset
    return (bytes[at]! | 0x20) === 0x69 && (bytes[at + 1]! | 0x20) === 0x64
  }
}

/** Where a run of name bytes ends. */
export function nameEnd(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && nameBytes[bytes[at]!] === 1) at++
  return at
}
