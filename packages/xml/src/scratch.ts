const slabLength = 32 * 1024
const largestInSlab = slabLength / 8
const doubledUpTo = 1024 * 1024
const releasedFrom = 64 * 1024

let slab = new Int32Array(slabLength)
let used = 0

/** A larger scratch table with the same numbers in front. The old one may not be used any more. */
export function grow(table: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const { length } = table
  const grown = new Int32Array(length < doubledUpTo ? length * 2 : Math.ceil(length * 1.5))
  grown.set(table)
  if (length >= releasedFrom) release(table)
  return grown
}

/** Frees the memory at once: left to the garbage collector, a message of 10 MB took three times its tables. */
function release(table: Int32Array<ArrayBuffer>): void {
  table.buffer.transfer(0)
}

/**
 * The first numbers of a scratch table, for keeping. Few are copied into slabs which documents share, as small
 * Buffers share theirs: an allocation of its own costs a message more time than scanning its Header. Many are
 * taken out of the scratch table, which then is empty.
 */
export function kept(scratch: Int32Array<ArrayBuffer>, length: number): Int32Array {
  if (length > largestInSlab) {
    const whole = scratch.slice(0, length)
    release(scratch)
    return whole
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
