import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** scrypt (RFC 7914) with N = 2^15, r = 8, p = 1: about 80 ms and 32 MiB a run on a server core of 2024. */
const cost = { logN: 15, r: 8, p: 1 }
/** Longer ones are nobody's password: hashing them would only cost time. */
export const maxPasswordLength = 1024
const saltBytes = 16
const hashBytes = 32

interface StoredPassword {
  readonly logN: number
  readonly r: number
  readonly p: number
  readonly salt: Buffer
  readonly hash: Buffer
}

/**
 * `scrypt$15$8$1$salt$hash`: log2 N, r, p, then base64url. One run takes 32 MiB while it lasts. Throws RangeError for
 * a password of more than 1024 characters.
 */
export async function hashPassword(
  password: string,
  salt: Uint8Array = randomBytes(saltBytes),
): Promise<string> {
  if (password.length > maxPasswordLength) throw new RangeError('the password is too long')
  const hash = await derive(password, { ...cost, salt: Buffer.from(salt) })
  return ['scrypt', cost.logN, cost.r, cost.p, base64url(salt), base64url(hash)].join('$')
}

/** Constant time in the hash. Throws TypeError when `passwordHash` has another form (see `isPasswordHash`). */
export async function verifyPassword(password: string, passwordHash: string): Promise<boolean> {
  const stored = parsePasswordHash(passwordHash)
  if (stored === undefined) throw new TypeError('not a password hash of the form scrypt$…')
  if (password.length > maxPasswordLength) return false
  return timingSafeEqual(await derive(password, stored), stored.hash)
}

/** True for hashes whose cost lies between what is safe and what one process can bear (at most 128 MiB a run). */
export const isPasswordHash = (text: string): boolean => parsePasswordHash(text) !== undefined

function parsePasswordHash(text: string): StoredPassword | undefined {
  const match = /^scrypt\$(1[4-7])\$8\$([1-4])\$([\w-]{22,86})\$([\w-]{43})$/.exec(text)
  if (match === null) return undefined
  const salt = Buffer.from(match[3]!, 'base64url')
  const hash = Buffer.from(match[4]!, 'base64url')
  if (hash.length !== hashBytes) return undefined
  return { logN: Number(match[1]), r: 8, p: Number(match[2]), salt, hash }
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

function derive(password: string, stored: Omit<StoredPassword, 'hash'>): Promise<Buffer> {
  const N = 2 ** stored.logN
  const options = { N, r: stored.r, p: stored.p, maxmem: 2 * 128 * N * stored.r }
  return new Promise((resolve, reject) => {
    scrypt(password, stored.salt, hashBytes, options, (error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })
}
