const firstLength = 64 * 1024
/** What a burst made larger is given back. */
const mostKept = 4 * 1024 * 1024

/**
 * The bytes of one flight, one behind the other, in memory that the lane uses again for its next flight: an allocation for
 * each payload costs more in garbage collection than the encryption does.
 */
export class FlightBlob {
  #bytes = Buffer.allocUnsafeSlow(firstLength)
  #length = 0

  /** Of the next flight; what the last one gave out is overwritten. */
  clear(): void {
    this.#length = 0
    if (this.#bytes.length > mostKept) this.#bytes = Buffer.allocUnsafeSlow(firstLength)
  }

  /** The next so many bytes, to be written before more are asked for. */
  room(length: number): Buffer {
    const start = this.#reserve(length)
    return this.#bytes.subarray(start, this.#length)
  }

  add(bytes: Uint8Array): void {
    const start = this.#reserve(bytes.byteLength)
    this.#bytes.set(bytes, start)
  }

  /** All of them. */
  whole(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  #reserve(length: number): number {
    const start = this.#length
    const end = start + length
    if (end > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(end, 2 * this.#bytes.length))
      this.#bytes.copy(larger, 0, 0, start)
      this.#bytes = larger
    }
    this.#length = end
    return start
  }
}
