const mostOfGeneration = 20_000

/**
 * The signed bytes that this process has seen last. Only a hint: whoever comes with one of them is probably a repeat, and
 * the database is asked before anything is encrypted and written for it.
 */
export class RecentClaims {
  #newer = new Set<string>()
  #older = new Set<string>()

  has(digest: Buffer): boolean {
    const key = digest.toString('latin1')
    return this.#newer.has(key) || this.#older.has(key)
  }

  add(digest: Buffer): void {
    if (this.#newer.size >= mostOfGeneration) {
      this.#older = this.#newer
      this.#newer = new Set()
    }
    this.#newer.add(digest.toString('latin1'))
  }
}
