import { XmlError } from './document.ts'
import { placeOf } from './place.ts'

const chunkBytes = 64 * 1024
/** A stretch of source at least this long goes out as it lies, without a copy. */
const passedThroughBytes = 8 * 1024
/** A copy this short is faster byte by byte than through a native call. */
const copiedByHandBytes = 48

const largestGrowth = 16
const growthAllowance = 1024 * 1024

let spare: Buffer | undefined

/**
 * How many canonical bytes a document may become. Exclusive canonicalisation repeats a declaration on every element
 * that begins to need it, so a hostile document could grow a hundredfold under the signature's hash.
 */
export function largestCanonicalForm(documentBytes: number): number {
  return largestGrowth * documentBytes + growthAllowance
}

/** Refuses a canonical form that grew beyond `largestCanonicalForm`. */
export function refuseGrowth(source: Uint8Array): never {
  throw new XmlError(
    'xml-limit-exceeded',
    `the canonical form is more than ${largestGrowth} times as large as the document: declare namespaces on the element that uses them first`,
    placeOf(source, 0),
  )
}

/**
 * Where canonical bytes are gathered. What is canonical in the source already is not copied piece by piece:
 * neighbouring stretches become one, and a long one is written straight from the source.
 */
export class CanonicalOutput {
  private readonly source: Buffer
  private readonly write: (chunk: Uint8Array) => void
  private readonly chunk: Buffer
  private length = 0
  private written = 0
  private from = 0
  private to = 0

  constructor(source: Buffer, write: (chunk: Uint8Array) => void) {
    this.source = source
    this.write = write
    // `write` may canonicalise another document meanwhile: it finds no spare chunk and makes its own.
    this.chunk = spare ?? Buffer.allocUnsafeSlow(chunkBytes)
    spare = undefined
  }

  /** A stretch of the source, as it is. */
  copy(from: number, to: number): void {
    if (from === this.to) {
      this.to = to
      return
    }
    this.settle()
    this.from = from
    this.to = to
  }

  byte(byte: number): void {
    this.settle()
    if (this.length === chunkBytes) this.flush()
    this.chunk[this.length++] = byte
  }

  /** Bytes from elsewhere. */
  bytes(bytes: Uint8Array): void {
    this.settle()
    this.append(bytes, 0, bytes.length)
  }

  /** UTF-8 of one character. */
  character(codePoint: number): void {
    if (codePoint < 0x80) {
      this.byte(codePoint)
    } else if (codePoint < 0x800) {
      this.byte(0xc0 | (codePoint >> 6))
      this.byte(0x80 | (codePoint & 0x3f))
    } else if (codePoint < 0x10000) {
      this.byte(0xe0 | (codePoint >> 12))
      this.byte(0x80 | ((codePoint >> 6) & 0x3f))
      this.byte(0x80 | (codePoint & 0x3f))
    } else {
      this.byte(0xf0 | (codePoint >> 18))
      this.byte(0x80 | ((codePoint >> 12) & 0x3f))
      this.byte(0x80 | ((codePoint >> 6) & 0x3f))
      this.byte(0x80 | (codePoint & 0x3f))
    }
  }

  /** Writes out the rest. */
  end(): void {
    this.settle()
    if (this.length > 0) this.flush()
  }

  /** Gives the chunk back; call it however the work ended. */
  release(): void {
    spare = this.chunk
  }

  private settle(): void {
    const { from, to } = this
    if (from === to) return
    this.from = 0
    this.to = 0
    if (to - from < passedThroughBytes) {
      this.append(this.source, from, to)
      return
    }
    if (this.length > 0) this.flush()
    this.count(to - from)
    this.write(this.source.subarray(from, to))
  }

  private append(bytes: Uint8Array, from: number, to: number): void {
    const length = to - from
    if (this.length + length > chunkBytes) {
      if (this.length > 0) this.flush()
      if (length > chunkBytes) {
        this.count(length)
        this.write(bytes.subarray(from, to))
        return
      }
    }
    const { chunk } = this
    let at = this.length
    if (length < copiedByHandBytes) {
      for (let index = from; index < to; index++) chunk[at++] = bytes[index]!
    } else {
      chunk.set(bytes.subarray(from, to), at)
    }
    this.length += length
  }

  private flush(): void {
    const { length } = this
    this.length = 0
    this.count(length)
    this.write(this.chunk.subarray(0, length))
  }

  private count(length: number): void {
    this.written += length
    if (this.written > largestCanonicalForm(this.source.length)) refuseGrowth(this.source)
  }
}
