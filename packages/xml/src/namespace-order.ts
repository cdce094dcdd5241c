import { nameLength, nameOffset, nameStride, xmlNamespace } from './names.ts'
import { attributeName, attributeNamespace, attributeStride, type Tables } from './tables.ts'

/** Bytes of an interned string. */
export function bytesOf(tables: Tables, id: number): Buffer {
  const offset = tables.names[id * nameStride + nameOffset]!
  const length = tables.names[id * nameStride + nameLength]!
  return offset < 0
    ? tables.aside.subarray(~offset, ~offset + length)
    : tables.source.subarray(offset, offset + length)
}

/** The id of a string, or -1 when the document has no such name or namespace. */
export function idOf(tables: Tables, text: string): number {
  const { names, nameCount } = tables
  const wanted = Buffer.from(text)
  for (let id = 0; id < nameCount; id++) {
    if (names[id * nameStride + nameLength] !== wanted.length) continue
    if (bytesOf(tables, id).equals(wanted)) return id
  }
  return -1
}

/** Below, at or above 0, as the UTF-8 of one string sorts against the other's: the order of code points. */
export function compareNames(tables: Tables, one: number, two: number): number {
  if (one === two) return 0
  const { names, source, aside } = tables
  const firstOffset = names[one * nameStride + nameOffset]!
  const secondOffset = names[two * nameStride + nameOffset]!
  const firstBytes = firstOffset < 0 ? aside : source
  const secondBytes = secondOffset < 0 ? aside : source
  const firstLength = names[one * nameStride + nameLength]!
  const secondLength = names[two * nameStride + nameLength]!
  const shorter = Math.min(firstLength, secondLength)
  let a = firstOffset < 0 ? ~firstOffset : firstOffset
  let b = secondOffset < 0 ? ~secondOffset : secondOffset
  for (let left = shorter; left > 0; left--, a++, b++) {
    if (firstBytes[a] !== secondBytes[b]) return firstBytes[a]! - secondBytes[b]!
  }
  return firstLength - secondLength
}

/**
 * The place of every declared namespace in the order of their names, found once per document: comparing long
 * namespaces again for each pair of attributes would let a small element cost as much as a large one.
 */
export function namespaceRanks(tables: Tables): Int32Array {
  const declared = new Set([xmlNamespace])
  for (let row = 0; row < tables.attributes.length; row += attributeStride) {
    if (tables.attributes[row + attributeName]! < 0) {
      declared.add(tables.attributes[row + attributeNamespace]!)
    }
  }
  const ranks = new Int32Array(tables.nameCount)
  const sorted = [...declared].toSorted((one, two) => compareNames(tables, one, two))
  sorted.forEach((id, rank) => (ranks[id] = rank + 1))
  ranks[0] = 0
  return ranks
}
