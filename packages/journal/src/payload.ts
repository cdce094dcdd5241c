import type { Direction } from './records.ts'

/** Bytes to be kept, encrypted. What is handed in must not change until the journal has answered. */
export interface Payload {
  readonly bytes: Uint8Array | readonly Uint8Array[]
  /** Where the password stands, in bytes, in order and apart from each other: kept under a key of its own. */
  readonly cut?: readonly CutRange[]
  /**
   * The claim that this reply answers. It is encrypted with the reply, so that nobody who may write into the database can
   * have another one given to a repeat.
   */
  readonly answers?: Uint8Array
}

export interface CutRange {
  readonly start: number
  readonly end: number
}

export type Payloads = Readonly<Partial<Record<Direction, Payload>>>

/** Bytes that a reply took over from the answer as they were: they are stored once. */
export interface Stretch {
  readonly replyStart: number
  readonly answerStart: number
  readonly length: number
}

/** What a payload becomes before it is encrypted. */
export interface Divided {
  /** A line that says where something was cut out or is taken from the answer, then the bytes that are left. */
  readonly view: readonly Uint8Array[]
  readonly viewLength: number
  /** A line with the lengths, then the bytes that were cut out; undefined when nothing was. */
  readonly cut: Buffer | undefined
}

interface Head {
  /** Offsets among the bytes that are left. */
  readonly cut?: readonly number[]
  readonly stretch?: Stretch
  /** hex */
  readonly answers?: string
}

export const partsOf = ({ bytes }: Payload): readonly Uint8Array[] =>
  bytes instanceof Uint8Array ? [bytes] : bytes

export const lengthOf = (payload: Payload): number =>
  partsOf(payload).reduce((sum, part) => sum + part.byteLength, 0)

/** Throws TypeError when what is to be cut out is not in order or not inside. */
export function checkCut(payload: Payload): void {
  const length = lengthOf(payload)
  let position = 0
  for (const { start, end } of payload.cut ?? []) {
    if (!(start >= position && end >= start && end <= length)) {
      throw new TypeError(`the range ${start}…${end} is not inside of the payload, or not in order`)
    }
    position = end
  }
}

export function divide(payload: Payload, stretch?: Stretch): Divided {
  checkCut(payload)
  const parts = partsOf(payload)
  const length = lengthOf(payload)
  const cuts = payload.cut ?? []
  const left: Uint8Array[] = []
  const out: Uint8Array[] = []
  const offsets: number[] = []
  let position = 0
  let taken = 0
  const removed = [
    ...cuts,
    ...(stretch ? [{ start: stretch.replyStart, end: stretch.replyStart + stretch.length }] : []),
  ]
  if (stretch !== undefined && cuts.length > 0)
    throw new TypeError('a reply with a cut has no stretch')
  for (const { start, end } of removed) {
    taken += pushRange(left, parts, position, start)
    offsets.push(taken)
    if (stretch === undefined) pushRange(out, parts, start, end)
    position = end
  }
  taken += pushRange(left, parts, position, length)
  const head: Head = {
    ...(cuts.length > 0 && { cut: offsets }),
    ...(stretch !== undefined && { stretch }),
    ...(payload.answers && { answers: Buffer.from(payload.answers).toString('hex') }),
  }
  const isPlain = removed.length === 0 && payload.answers === undefined
  const line = isPlain ? Buffer.from('\n') : Buffer.from(`${JSON.stringify(head)}\n`)
  const lengths = cuts.map(({ start, end }) => end - start)
  return {
    view: [line, ...left],
    viewLength: line.length + taken,
    cut:
      cuts.length === 0
        ? undefined
        : Buffer.concat([Buffer.from(`${JSON.stringify(lengths)}\n`), ...out]),
  }
}

function pushRange(
  into: Uint8Array[],
  parts: readonly Uint8Array[],
  start: number,
  end: number,
): number {
  let position = 0
  for (const part of parts) {
    const from = Math.max(start - position, 0)
    const to = Math.min(end - position, part.byteLength)
    if (from < to) into.push(part.subarray(from, to))
    position += part.byteLength
  }
  return end - start
}

/** A payload as a viewer may see it: the bytes without the password, and where it stood. */
export interface Viewed {
  readonly bytes: Buffer
  readonly cutAt: readonly number[]
  readonly stretch: Stretch | undefined
  /** The claim, in hex, that a reply answers. */
  readonly answers: string | undefined
}

export function readView(view: Buffer): Viewed {
  const end = view.indexOf(0x0a)
  const head: Head = end === 0 ? {} : JSON.parse(view.toString('utf8', 0, end))
  return {
    bytes: view.subarray(end + 1),
    cutAt: head.cut ?? [],
    stretch: head.stretch,
    answers: head.answers,
  }
}

/** The bytes as they were: what was cut out is put back, what is the answer's taken from there. */
export function rejoin(
  viewed: Viewed,
  cut: Buffer | undefined,
  answer: Buffer | undefined,
): Buffer {
  const { bytes, cutAt, stretch } = viewed
  if (stretch !== undefined) {
    if (answer === undefined) throw new TypeError('a reply that shares bytes needs the answer')
    const { replyStart, answerStart, length } = stretch
    const shared = answer.subarray(answerStart, answerStart + length)
    return Buffer.concat([bytes.subarray(0, replyStart), shared, bytes.subarray(replyStart)])
  }
  if (cut === undefined) return bytes
  const end = cut.indexOf(0x0a)
  const lengths: readonly number[] = JSON.parse(cut.toString('utf8', 0, end))
  const joined: Buffer[] = []
  let position = 0
  let from = end + 1
  cutAt.forEach((offset, index) => {
    const length = lengths[index] ?? 0
    joined.push(bytes.subarray(position, offset), cut.subarray(from, from + length))
    position = offset
    from += length
  })
  return Buffer.concat([...joined, bytes.subarray(position)])
}
