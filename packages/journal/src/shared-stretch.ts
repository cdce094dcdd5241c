import { partsOf, type Payload, type Stretch } from './payload.ts'

/** Below it a second copy costs less than looking for the first. */
const worthSharing = 16 * 1024
const probeBytes = 64

/**
 * The bytes that a reply repeats from the answer it carries, found by a probe from its middle and compared byte by byte.
 * A payload of 10 MB is then encrypted and stored once, not twice.
 */
export function sharedStretch(reply: Payload, answer: Payload): Stretch | undefined {
  const [ours, theirs] = [single(reply), single(answer)]
  if (ours === undefined || theirs === undefined || reply.cut !== undefined) return undefined
  if (ours.length < worthSharing || theirs.length < worthSharing) return undefined
  const middle = ours.length >> 1
  const found = theirs.indexOf(ours.subarray(middle, middle + probeBytes))
  if (found === -1) return undefined
  const before = equalBefore(ours, middle, theirs, found)
  const after = equalAfter(ours, middle, theirs, found)
  const length = before + after
  if (length < worthSharing) return undefined
  return { replyStart: middle - before, answerStart: found - before, length }
}

/** Parts are joined only by who sends them; then nothing is shared, which costs room and no truth. */
function single(payload: Payload): Buffer | undefined {
  const parts = partsOf(payload)
  const [first] = parts
  if (first === undefined || parts.length !== 1) return undefined
  return Buffer.from(first.buffer, first.byteOffset, first.byteLength)
}

/** Doubling steps while whole blocks are equal, then halving ones: memory is compared by the engine, not byte by byte. */
function equalAfter(left: Buffer, leftAt: number, right: Buffer, rightAt: number): number {
  const most = Math.min(left.length - leftAt, right.length - rightAt)
  return longest(most, (from, to) =>
    left.subarray(leftAt + from, leftAt + to).equals(right.subarray(rightAt + from, rightAt + to)),
  )
}

function equalBefore(left: Buffer, leftAt: number, right: Buffer, rightAt: number): number {
  const most = Math.min(leftAt, rightAt)
  return longest(most, (from, to) =>
    left.subarray(leftAt - to, leftAt - from).equals(right.subarray(rightAt - to, rightAt - from)),
  )
}

function longest(most: number, isEqual: (from: number, to: number) => boolean): number {
  let length = 0
  for (let step = 64 * 1024; step > 0;) {
    const to = Math.min(length + step, most)
    if (to > length && isEqual(length, to)) length = to
    else step >>= 1
    if (length === most) break
  }
  return length
}
