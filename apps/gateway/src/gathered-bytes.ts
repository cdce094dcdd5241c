const firstLength = 16 * 1024

/**
 * Bytes that come in pieces, kept in one piece: a party that sends them one by one would make us keep an object of
 * three hundred bytes for each.
 */
export class GatheredBytes {
  #bytes: Buffer
  #length = 0

  /** `expected` is only a wish: what was announced need not come. */
  constructor(expected = firstLength) {
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(1, Math.min(expected, 1024 * 1024)))
  }

  get length(): number {
    return this.#length
  }

  add(piece: Uint8Array): void {
    const length = this.#length + piece.byteLength
    if (length > this.#bytes.byteLength) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, 2 * this.#bytes.byteLength))
      this.#bytes.copy(larger, 0, 0, this.#length)
      this.#bytes = larger
    }
    this.#bytes.set(piece, this.#length)
    this.#length = length
  }

  /** All of them, so far. */
  whole(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }
}
