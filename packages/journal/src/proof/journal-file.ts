import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { type ChainLine, lineText } from './chain-line.ts'

/** The first line of a file: what it is. */
export interface FileHead {
  readonly kind: 'archive' | 'export'
  /** Days, both included; null when nothing was left out on that side. */
  readonly from: string | null
  readonly to: string | null
  readonly hasPayloads: boolean
  /** Without its batches a file proves nothing. */
  readonly hasChain: boolean
  readonly madeAt: string
}

/** The last line: how the file looks before it, signed when somebody stands for it. */
export interface FileEnd {
  readonly lines: number
  /** SHA-256 of all bytes before this line, hex. */
  readonly sha256: string
  /** Compact JWS, EdDSA, of `lines` and `sha256`. */
  readonly jws?: string
}

const type = 'arna-journal+json'

/** The text of a file, line by line. */
export async function* fileLines(
  head: FileHead,
  lines: AsyncIterable<ChainLine>,
  key?: KeyObject,
): AsyncGenerator<string> {
  const digest = createHash('sha256')
  let count = 0
  const counted = (text: string): string => {
    digest.update(text)
    count++
    return text
  }
  yield counted(`${JSON.stringify({ head })}\n`)
  for await (const line of lines) yield counted(lineText(line))
  const end = { lines: count, sha256: digest.digest('hex') }
  yield `${JSON.stringify({ end: key === undefined ? end : { ...end, jws: signEnd(end, key) } })}\n`
}

function signEnd(end: Omit<FileEnd, 'jws'>, key: KeyObject): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${encode({ alg: 'EdDSA', kid: journalKeyId(key), typ: type })}.${encode(end)}`
  return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`
}

/** Whether the end was signed with one of these keys; throws a sentence of what is wrong otherwise. */
export function checkEnd(end: FileEnd, keys: readonly KeyObject[]): void {
  const parts = (end.jws ?? '').split('.')
  // Another spelling of the same bytes would be another file with the same signature.
  if (parts.some((part) => Buffer.from(part, 'base64url').toString('base64url') !== part)) {
    throw new Error('its signature is not written as a signature is')
  }
  const [header = '', payload = '', signature = ''] = parts
  const { kid, alg, typ } = readPart(header)
  if (alg !== 'EdDSA' || typ !== type) throw new Error('it has no signature of an archive')
  const key = keys.find((one) => journalKeyId(one) === kid)
  if (key === undefined)
    throw new Error(`it is signed with the key ${String(kid)}, which was not given`)
  const input = Buffer.from(`${header}.${payload}`)
  if (!verify(null, input, key, Buffer.from(signature, 'base64url'))) {
    throw new Error(`the signature of the key ${String(kid)} does not hold`)
  }
  const signed = readPart(payload)
  if (signed['lines'] !== end.lines || signed['sha256'] !== end.sha256) {
    throw new Error('its signature is that of another file')
  }
}

function readPart(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // said by whoever looks for its members
  }
  return {}
}

/** RFC 7638 thumbprint of the public half, as publications of the registry name their key. */
export function journalKeyId(key: KeyObject): string {
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('an archive is signed with Ed25519')
  const { x } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' })
  return createHash('sha256')
    .update(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url')
}
