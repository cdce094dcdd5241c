const slabLength = 32 * 1024
const largestInSlab = slabLength / 8
const doubledUpTo = 1024 * 1024

let slab = new Int32Array(slabLength)
let used = 0

/** A larger scratch table with the same numbers in front. */
export function grow(table: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const { length } = table
  const grown = new Int32Array(length < doubledUpTo ? length * 2 : Math.ceil(length * 1.5))
  grown.set(table)
  return grown
}

/**
 * The first numbers of a scratch table, for keeping. Few are copied into slabs which documents share, as small
 * Buffers share theirs: an allocation of its own costs a message more time than scanning its Header. Many are
 * the scratch table itself, when little of it is spare: so the scanner must never write into a large one again.
 */
export function kept(scratch: Int32Array, length: number): Int32Array {
  if (length > largestInSlab) {
    return length * 2 > scratch.length ? scratch.subarray(0, length) : scratch.slice(0, length)
  }
  if (used + length > slabLength) {
    slab = new Int32Array(slabLength)
    used = 0
  }
  const part = slab.subarray(used, used + length)
  used += length
  part.set(scratch.subarray(0, length))
  return part
}
