const firstLength = 16 * 1024
/** What was announced need not come: before so much has, no more room is made. */
const longestOnTrust = 1024 * 1024

/**
 * Bytes that come in pieces, kept in one piece: a party that sends them one by one would make us keep an object of
 * three hundred bytes for each.
 */
export class GatheredBytes {
  readonly #expected: number
  #bytes: Uint8Array<ArrayBuffer>
  #length = 0

  /** `expected` is only a wish. */
  constructor(expected = firstLength) {
    this.#expected = expected
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(1, Math.min(expected, longestOnTrust)))
  }

  get length(): number {
    return this.#length
  }

  add(piece: Uint8Array): void {
    const length = this.#length + piece.byteLength
    if (length > this.#bytes.byteLength) this.#grow(length)
    this.#bytes.set(piece, this.#length)
    this.#length = length
  }

  /** All of them; nothing may be added any more. */
  whole(): Buffer {
    return Buffer.from(this.#bytes.buffer, 0, this.#length)
  }

  /** What was announced, once a part of it came; else twice as much. The old memory is free at once, not when it is collected. */
  #grow(length: number): void {
    const room = length <= this.#expected ? this.#expected : 2 * this.#bytes.byteLength
    this.#bytes = new Uint8Array(this.#bytes.buffer.transfer(Math.max(length, room)))
  }
}
