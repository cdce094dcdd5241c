const slabLength = 32 * 1024
const largestInSlab = slabLength / 8
const doubledUpTo = 1024 * 1024
const movedFrom = 64 * 1024

let slab = new Int32Array(slabLength)
let used = 0

/** A larger scratch table with the same numbers in front. The old one may not be used any more. */
export function grow(table: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const { length } = table
  const longer = length < doubledUpTo ? length * 2 : Math.ceil(length * 1.5)
  if (length >= movedFrom) return moved(table, longer)
  const grown = new Int32Array(longer)
  grown.set(table)
  return grown
}

/** The old memory is free at once: left to the garbage collector, a message of 10 MB took three times its tables. */
function moved(table: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  return new Int32Array(table.buffer.transfer(length * Int32Array.BYTES_PER_ELEMENT))
}

/**
 * The first numbers of a scratch table, for keeping. Few are copied into slabs which documents share, as small
 * Buffers share theirs: an allocation of its own costs a message more time than scanning its Header. Many are
 * moved out of the scratch table, which then is empty.
 */
export function kept(scratch: Int32Array<ArrayBuffer>, length: number): Int32Array {
  if (length > largestInSlab) return moved(scratch, length)
  if (used + length > slabLength) {
    slab = new Int32Array(slabLength)
    used = 0
  }
  const part = slab.subarray(used, used + length)
  used += length
  part.set(scratch.subarray(0, length))
  return part
}
