const slabLength = 32 * 1024
const largestInSlab = slabLength / 8

let slab = new Int32Array(slabLength)
let used = 0

/**
 * A copy of the first numbers of a scratch table, cut to size. Small ones share slabs, as small Buffers do: an
 * allocation of its own costs a message more time than scanning its Header.
 */
export function kept(scratch: Int32Array, length: number): Int32Array {
  if (length > largestInSlab) return scratch.slice(0, length)
  if (used + length > slabLength) {
    slab = new Int32Array(slabLength)
    used = 0
  }
  const part = slab.subarray(used, used + length)
  used += length
  part.set(scratch.subarray(0, length))
  return part
}
