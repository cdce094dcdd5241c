const firstLength = 16 * 1024
/** What was announced need not come: before so much has, no more room is made. */
const longestOnTrust = 1024 * 1024

/**
 * Bytes that come in pieces, kept in one piece: a party that sends them one by one would make us keep an object of
 * three hundred bytes for each. Most messages are one piece, which is then taken as it is.
 */
export class GatheredBytes {
  readonly #expected: number
  #only: Uint8Array | undefined
  #bytes: Uint8Array<ArrayBuffer> | undefined
  #length = 0

  /** `expected` is only a wish. */
  constructor(expected = firstLength) {
    this.#expected = expected
  }

  get length(): number {
    return this.#length
  }

  /** The piece is ours from now on. */
  add(piece: Uint8Array): void {
    if (this.#length === 0) this.#only = piece
    else this.#append(piece)
    this.#length += piece.byteLength
  }

  /** All of them; nothing may be added any more. */
  whole(): Buffer {
    const { buffer, byteOffset } = this.#bytes ?? this.#only ?? nothing
    return Buffer.from(buffer, byteOffset, this.#length)
  }

  #append(piece: Uint8Array): void {
    const bytes = this.#withRoomFor(this.#length + piece.byteLength)
    if (this.#only !== undefined) bytes.set(this.#only)
    this.#only = undefined
    bytes.set(piece, this.#length)
  }

  /** What was announced, once a part of it came; else twice as much. Room that nothing came for takes no memory yet. */
  #withRoomFor(length: number): Uint8Array {
    const old = this.#bytes
    if (old !== undefined && length <= old.byteLength) return old
    const trusted = old === undefined ? Math.min(this.#expected, longestOnTrust) : this.#expected
    const room = old === undefined || length <= trusted ? trusted : 2 * old.byteLength
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(length, room))
    if (old !== undefined) {
      this.#bytes.set(old)
      old.buffer.transfer(0) // Free at once, not when it is collected.
    }
    return this.#bytes
  }
}

const nothing = new Uint8Array(0)
