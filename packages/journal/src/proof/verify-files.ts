import { createHash, type KeyObject } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import type { Seal } from '../seal.ts'
import { readChainLine } from './chain-line.ts'
import { checkEnd, type FileEnd, type FileHead } from './journal-file.ts'
import type { Proof } from './proof.ts'
import { openVerifier, type Verifier } from './verify-chain.ts'

export interface VerifyFilesOptions {
  readonly sealFile?: readonly Seal[] | undefined
  /** Public keys that archives may be signed with; without one no signature is asked for. */
  readonly keys?: readonly KeyObject[] | undefined
}

/** Proves exports and archives, without a database. Rejects when a file cannot be read at all. */
export async function verifyFiles(
  paths: readonly string[],
  { sealFile, keys = [] }: VerifyFilesOptions = {},
): Promise<Proof> {
  const files = await Promise.all(paths.map(async (path) => ({ path, head: await readHead(path) })))
  // One chain goes through all of them, so they are read in the order of their days.
  files.sort((left, right) => ((left.head.from ?? '') < (right.head.from ?? '') ? -1 : 1))
  const heads = files.map(({ head }) => head)
  const verifier = openVerifier({
    from: edge(heads.map(({ from }) => from)).least,
    to: edge(heads.map(({ to }) => to)).most,
    hasPayloads: heads.every(({ hasPayloads }) => hasPayloads),
    ...(sealFile && { sealFile: new Map(sealFile.map((seal) => [seal.number, seal])) }),
  })
  // Seals come before what they have seen, also what stands in the next file.
  for (const { path } of files) await takeFile(path, verifier, keys, 'seals')
  for (const { path } of files) await takeFile(path, verifier, keys, 'records')
  return verifier.finish()
}

/** The least and the most of some days; undefined when one of them leaves nothing out. */
function edge(days: readonly (string | null)[]): {
  readonly least: string | undefined
  readonly most: string | undefined
} {
  const told = days.filter((day) => day !== null).toSorted()
  if (told.length < days.length) return { least: undefined, most: undefined }
  return { least: told[0], most: told.at(-1) }
}

/** Throws an Error with a sentence for the operator. */
async function readHead(path: string): Promise<FileHead> {
  for await (const text of linesOf(path)) {
    const { head } = parsed(text, path) as { head?: FileHead | null }
    if (head === undefined || head === null) break
    if (!head.hasChain) {
      throw new Error(
        `${path} cannot be proved: it was exported with --events-only, without the chain`,
      )
    }
    return head
  }
  throw new Error(`${path} is no export or archive of a journal: its first line is no head`)
}

async function takeFile(
  path: string,
  verifier: Verifier,
  keys: readonly KeyObject[],
  which: 'seals' | 'records',
): Promise<void> {
  const digest = createHash('sha256')
  let count = 0
  let end: FileEnd | undefined
  for await (const text of linesOf(path)) {
    if (end !== undefined) {
      verifier.unreadable(`${path} goes on after its end: lines were added`)
      break
    }
    if (count > 0 && text.startsWith('{"end":')) {
      end = (parsed(text, path) as { end: FileEnd }).end
      if (JSON.stringify({ end }) !== text) verifier.unreadable(`${path} was altered: its end`)
      continue
    }
    digest.update(`${text}\n`)
    count++
    if (count > 1) takeLine(text, `${path}, line ${count}`, verifier, which)
  }
  if (which === 'seals') return
  if (end === undefined) {
    verifier.unreadable(`${path} was cut off: it has no end`)
  } else if (end.sha256 !== digest.digest('hex') || end.lines !== count) {
    verifier.unreadable(`${path} was altered: its end tells of another file`)
  } else if (keys.length > 0) {
    try {
      checkEnd(end, keys)
    } catch (error) {
      verifier.unreadable(
        `${path} is not believed: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }
}

function takeLine(
  text: string,
  where: string,
  verifier: Verifier,
  which: 'seals' | 'records',
): void {
  const isSeal = text.startsWith('{"seal":')
  if (isSeal !== (which === 'seals')) return
  try {
    const line = readChainLine(text)
    if (line === undefined) throw new SyntaxError('not a line of a journal')
    verifier.take(line)
  } catch (error) {
    verifier.unreadable(
      `${where} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

function parsed(text: string, path: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // said below
  }
  throw new Error(`${path} is no export or archive of a journal`)
}

/** A piece of a payload is the longest that we write, of a third of a megabyte; some bytes of gzip unpack to any length. */
const longestLine = 16 * 1024 * 1024

/** Lines without their ends; a file that begins like gzip is unpacked on the way. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest: Buffer[] = []
  let restLength = 0
  try {
    for await (const chunk of await openBytes(path)) {
      let start = 0
      for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, start)) {
        yield Buffer.concat([...rest, chunk.subarray(start, at)]).toString()
        rest = []
        restLength = 0
        start = at + 1
      }
      if (start < chunk.length) rest.push(chunk.subarray(start))
      restLength += chunk.length - start
      if (restLength > longestLine) {
        throw new Error(`a line of it is longer than ${longestLine} bytes, as no journal writes it`)
      }
    }
  } catch (error) {
    throw new Error(
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    )
  }
  if (rest.length > 0) yield Buffer.concat(rest).toString()
}

async function openBytes(path: string): Promise<AsyncIterable<Buffer>> {
  const isPacked = await isGzip(path)
  const stream = createReadStream(path)
  if (!isPacked) return stream
  const unpacked = createGunzip()
  stream.on('error', (error) => unpacked.destroy(error))
  return stream.pipe(unpacked)
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer.readUInt16BE() === 0x1f8b
  } finally {
    await file.close()
  }
}
