import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { maxPasswordLength, verifyPassword } from './password.ts'
import type { InformationSystem } from './words.ts'

export interface PasswordCheckOptions {
  /** How long a verdict is remembered. */
  readonly rememberSeconds?: number
  /** How many right pairs are remembered; wrong ones have a tenth of it for themselves. */
  readonly maxRemembered?: number
  /** scrypt runs at once: each holds a thread of the process (of four) and 32 MiB. */
  readonly maxRunning?: number
  /** Checks that may wait for a run, in all. */
  readonly maxWaiting?: number
  /** Checks that may run or wait for one stored password, so that one sender's noise leaves room for others. */
  readonly maxPerPassword?: number
  readonly nowMs?: () => number
  readonly key?: Uint8Array
}

/** Too many unknown passwords at once. Nothing was decided about this one; the caller may try again in a second. */
export class PasswordCheckBusy extends Error {
  override readonly name = 'PasswordCheckBusy'
  constructor() {
    super('too many passwords are being checked at this moment')
  }
}

/**
 * Checks passwords at the speed of one HMAC after the first time. What is remembered is no password and no fast hash
 * of one that would outlive the process: an HMAC under a key that exists only in memory, of the pair (password, stored
 * hash). A changed stored hash is another pair, so a verdict never grows stale by a publication.
 */
export class PasswordCheck {
  /** As an object: node:crypto takes seven times as long to look at bare bytes. */
  readonly #key: KeyObject
  readonly #nowMs: () => number
  readonly #right: Remembered
  readonly #wrong: Remembered
  readonly #underway = new Map<string, Promise<boolean>>()
  readonly #perPassword = new Map<string, number>()
  readonly #waiting: (() => void)[] = []
  readonly #maxRunning: number
  readonly #maxWaiting: number
  readonly #maxPerPassword: number
  #running = 0

  constructor(options: PasswordCheckOptions = {}) {
    const rememberMs = (options.rememberSeconds ?? 600) * 1000
    const maxRemembered = options.maxRemembered ?? 10_000
    this.#key = createSecretKey(options.key ?? randomBytes(32))
    this.#nowMs = options.nowMs ?? (() => performance.now())
    this.#right = new Remembered(maxRemembered, rememberMs)
    this.#wrong = new Remembered(Math.ceil(maxRemembered / 10), rememberMs)
    this.#maxRunning = options.maxRunning ?? 2
    this.#maxWaiting = options.maxWaiting ?? 64
    this.#maxPerPassword = options.maxPerPassword ?? 4
  }

  /**
   * With two hashes, either may be of the password; both are tried whatever the first one says, so that time tells
   * nothing. Throws PasswordCheckBusy when the limits are reached, and TypeError for a malformed hash.
   */
  async check(password: string, passwordHash: string, previousHash?: string): Promise<boolean> {
    if (password.length > maxPasswordLength) return false
    const hashes = previousHash === undefined ? [passwordHash] : [passwordHash, previousHash]
    const pair = createHmac('sha256', this.#key)
      .update(`${hashes.join(',')}\0${password}`)
      .digest('base64')
    const nowMs = this.#nowMs()
    if (this.#right.has(pair, nowMs)) return true
    if (this.#wrong.has(pair, nowMs)) return false
    const underway = this.#underway.get(pair)
    if (underway !== undefined) return underway
    const work = this.#decide(pair, password, hashes)
    this.#underway.set(pair, work)
    try {
      return await work
    } finally {
      this.#underway.delete(pair)
    }
  }

  async #decide(pair: string, password: string, hashes: readonly string[]): Promise<boolean> {
    const [passwordHash = ''] = hashes
    const mine = this.#perPassword.get(passwordHash) ?? 0
    if (mine >= this.#maxPerPassword) throw new PasswordCheckBusy()
    this.#perPassword.set(passwordHash, mine + 1)
    try {
      await this.#enter()
      try {
        let right = false
        for (const hash of hashes) right = (await verifyPassword(password, hash)) || right
        const verdicts = right ? this.#right : this.#wrong
        verdicts.add(pair, this.#nowMs())
        return right
      } finally {
        this.#leave()
      }
    } finally {
      const left = this.#perPassword.get(passwordHash)! - 1
      if (left === 0) this.#perPassword.delete(passwordHash)
      else this.#perPassword.set(passwordHash, left)
    }
  }

  async #enter(): Promise<void> {
    if (this.#running < this.#maxRunning) {
      this.#running++
      return
    }
    if (this.#waiting.length >= this.#maxWaiting) throw new PasswordCheckBusy()
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  /** Hands the place to the next in line, so that nobody slips in between. */
  #leave(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#running--
    else next()
  }
}

/** A bounded set whose oldest entries go first, each with an expiry. */
class Remembered {
  readonly #untilMs = new Map<string, number>()
  readonly #max: number
  readonly #keepMs: number
  constructor(max: number, keepMs: number) {
    this.#max = max
    this.#keepMs = keepMs
  }

  has(key: string, nowMs: number): boolean {
    const untilMs = this.#untilMs.get(key)
    if (untilMs === undefined) return false
    if (untilMs > nowMs) return true
    this.#untilMs.delete(key)
    return false
  }

  add(key: string, nowMs: number): void {
    const oldest = this.#untilMs.keys().next()
    if (this.#untilMs.size >= this.#max && oldest.done !== true) this.#untilMs.delete(oldest.value)
    this.#untilMs.set(key, nowMs + this.#keepMs)
  }
}

/**
 * Is it the password of the system, or, until the time that was stated at a rotation, the one before? No password is
 * right of a system that has none yet. Throws PasswordCheckBusy.
 */
export async function passwordIsRight(
  passwords: Pick<PasswordCheck, 'check'>,
  { passwordHash, previousPassword }: InformationSystem,
  password: string,
  now: Date,
): Promise<boolean> {
  if (passwordHash === undefined) return false
  const isPast = previousPassword === undefined || previousPassword.until <= now
  return passwords.check(password, passwordHash, isPast ? undefined : previousPassword.hash)
}
