import { lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { type Certificate, parseCertificate, parseCertificates, readPrivateKey } from '@arna/pki'
import { loadXmlEngine, type XmlDocument } from '@arna/xml'
import type { KeyObject } from 'node:crypto'
import type { Context } from './command.ts'
import { codesOf, Failure, messageOf } from './failure.ts'

/** The bytes of a file, or of standard input for `-`. */
export async function readInput(name: string, context: Context): Promise<Buffer> {
  return name === '-' ? context.readStandardInput() : readBytes(name)
}

export function readBytes(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    if (codesOf(error).includes('ENOENT')) throw new Failure(`there is no file ${path}`)
    throw new Failure(`cannot read ${path}: ${messageOf(error)}`)
  }
}

export interface NewFile {
  readonly path: string
  readonly content: string | Uint8Array
  readonly mode: number
}

/** All or none: what is there already stays unless it is forced out. */
export function writeNew(files: readonly NewFile[], force: boolean): void {
  const taken = files.find(({ path }) => exists(path))
  if (taken !== undefined && !force) {
    throw new Failure(`${taken.path} exists already: choose another name, or give --force`)
  }
  for (const { path, content, mode } of files) {
    try {
      // A file that is replaced would keep its old mode, so it goes first and a new one is made.
      if (force) rmSync(path, { force: true })
      writeFileSync(path, content, { mode, flag: 'wx' })
    } catch (error) {
      throw new Failure(`cannot write ${path}: ${messageOf(error)}`)
    }
  }
}

/** Whoever reads it meanwhile gets the old one or the new one, never a half. Its owner's only. */
export function replaceFile(path: string, content: string): void {
  const beside = `${path}.${process.pid}.new`
  try {
    writeFileSync(beside, content, { mode: 0o600, flag: 'wx', flush: true })
    renameSync(beside, path)
  } catch (error) {
    rmSync(beside, { force: true })
    throw new Failure(`cannot write ${path}: ${messageOf(error)}`)
  }
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

/** A document of any size that memory holds: the file is the user's own. */
export async function readDocument(
  name: string,
  context: Context,
  wanted: 'XML' | 'XML that can be signed' = 'XML that can be signed',
): Promise<XmlDocument> {
  const bytes = await readInput(name, context)
  const engine = await loadXmlEngine(context.config.xmlEngine)
  try {
    return engine.scan(bytes, { maxBytes: Math.max(1, bytes.length), maxDepth: 1024 })
  } catch (error) {
    throw new Failure(`${shown(name)} is not ${wanted}: ${messageOf(error)}`)
  }
}

export function readCertificate(path: string): Certificate {
  const bytes = readBytes(path)
  try {
    return parseCertificate(bytes)
  } catch (error) {
    throw noCertificate(bytes, path) ?? asFailure(error, path)
  }
}

/** One DER certificate, or as many PEM ones as the file holds. */
export function readCertificates(path: string): Certificate[] {
  const bytes = readBytes(path)
  try {
    const found = bytes.includes('-----BEGIN')
      ? parseCertificates(bytes.toString())
      : [parseCertificate(bytes)]
    if (found.length === 0) throw new Failure(`${path} holds no certificate`)
    return found
  } catch (error) {
    throw noCertificate(bytes, path) ?? asFailure(error, path)
  }
}

/** The usual slip: the key was given, not the certificate. */
function noCertificate(bytes: Buffer, path: string): Failure | undefined {
  const [, what] =
    /-----BEGIN [A-Z0-9 ]*(PRIVATE|PUBLIC) KEY-----/.exec(bytes.toString('latin1')) ?? []
  if (what === undefined || bytes.includes('-----BEGIN CERTIFICATE-----')) return undefined
  return new Failure(`${path} holds a ${what.toLowerCase()} key, not a certificate`)
}

export function readKey(path: string): KeyObject {
  try {
    return readPrivateKey(readBytes(path))
  } catch (error) {
    throw asFailure(error, path)
  }
}

export const shown = (name: string): string => (name === '-' ? 'standard input' : name)

function asFailure(error: unknown, path: string): Failure {
  return error instanceof Failure ? error : new Failure(`${path}: ${messageOf(error)}`)
}
