import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Document, isNode, LineCounter, parseDocument, stringify } from 'yaml'
import { hashPassword, maxPasswordLength } from './password.ts'
import { plainSource } from './plain-source.ts'
import { type Path, pathText, type Problem } from './reading.ts'
import { readSource } from './read-source.ts'
import type { Registry } from './registry.ts'
import { RegistryError } from './registry-error.ts'
import type { RegistrySource } from './words.ts'

export interface YamlPlace {
  /** Certificate files are named relative to this folder. */
  readonly folder: string
}

/**
 * Reads a registry file. Throws RegistryError `registry-malformed` with a line per problem: line number, path, what to
 * write. A `password` in clear (for demos) is hashed here and goes no further.
 */
export async function readRegistryYaml(
  text: string,
  { folder }: YamlPlace,
): Promise<RegistrySource> {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
  })
  const lineOf = (offset: number): string => `line ${lines.linePos(offset).line}`
  if (document.errors.length > 0) {
    throw malformed(document.errors.map(({ message, pos }) => `${lineOf(pos[0])}: ${message}`))
  }
  const value = plainValue(document)
  const early = await completeSystems(value, folder)
  const { source, problems } = readSource(value)
  // A problem found early explains the one that it causes later at the same place.
  const known = new Set(early.map(({ path }) => pathText(path)))
  const all = [...early, ...problems.filter(({ path }) => !known.has(pathText(path)))]
  if (source !== undefined && all.length === 0) return source
  const place = (path: Path): string => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true)
      if (isNode(node) && node.range) return `${lineOf(node.range[0])}, `
    }
    return 'line 1, '
  }
  throw malformed(all.map(({ path, message }) => `${place(path)}${pathText(path)}: ${message}`))
}

/** The registry as a file that `readRegistryYaml` reads back to the same: hashes for passwords, certificates inside. */
export function exportYaml(registry: Pick<Registry, 'source'>): string {
  return stringify(plainSource(registry.source, 'pem'), {
    lineWidth: 0,
    aliasDuplicateObjects: false,
  })
}

/** Throws for a file whose aliases would grow without bound. */
function plainValue(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    throw malformed([`write the values out instead of using aliases: ${messageOf(error)}`])
  }
}

/** What only a file may do: certificates by path, passwords in clear. Changes the tree in place. */
async function completeSystems(value: unknown, folder: string): Promise<Problem[]> {
  const problems: Problem[] = []
  const systems = isMapping(value) ? value['systems'] : undefined
  if (!Array.isArray(systems)) return problems
  for (const [index, system] of systems.entries()) {
    if (!isMapping(system)) continue
    const path = ['systems', index]
    await completePassword(system, path, problems)
    if (Array.isArray(system['certificates'])) {
      await readCertificateFiles(
        system['certificates'],
        [...path, 'certificates'],
        folder,
        problems,
      )
    }
  }
  return problems
}

async function completePassword(
  system: Record<string, unknown>,
  path: Path,
  problems: Problem[],
): Promise<void> {
  const { password } = system as { password?: unknown }
  const place = [...path, 'passwordHash']
  if (password === undefined) {
    if (system['passwordHash'] !== undefined) return
    const message = 'write passwordHash: scrypt$… or, for a demo, password: in clear'
    problems.push({ path: place, message })
    return
  }
  delete system['password']
  if (system['passwordHash'] !== undefined) {
    problems.push({ path, message: 'write passwordHash or password, not both' })
  } else if (typeof password !== 'string' || password === '') {
    problems.push({ path: place, message: 'write the password as a text in quotes' })
  } else if (password.length > maxPasswordLength) {
    const message = `a password has 1 to ${maxPasswordLength} characters`
    problems.push({ path: place, message })
  } else {
    system['passwordHash'] = await hashPassword(password)
  }
}

async function readCertificateFiles(
  certificates: unknown[],
  path: Path,
  folder: string,
  problems: Problem[],
): Promise<void> {
  for (const [index, certificate] of certificates.entries()) {
    if (typeof certificate !== 'string' || certificate.includes('-----BEGIN')) continue
    try {
      const bytes = await readFile(resolve(folder, certificate))
      const pem = bytes.includes('-----BEGIN')
      certificates[index] = bytes.toString(pem ? 'utf8' : 'base64')
    } catch (error) {
      const message = `write PEM text or the name of a file: ${messageOf(error)}`
      problems.push({ path: [...path, index], message })
    }
  }
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const malformed = (problems: string[]): RegistryError =>
  new RegistryError('registry-malformed', problems)

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : 'unreadable'
