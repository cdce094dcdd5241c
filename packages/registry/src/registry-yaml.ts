import { type Document, isNode, LineCounter, parseDocument, stringify } from 'yaml'
import { completeFile } from './complete-file.ts'
import { maxSnapshotBytes } from './flattened-jws.ts'
import { plainSource } from './plain-source.ts'
import { type Path, pathText } from './reading.ts'
import { readSource } from './read-source.ts'
import type { Registry } from './registry.ts'
import { RegistryError, told } from './registry-error.ts'
import type { RegistrySource } from './words.ts'

export interface YamlPlace {
  /** Files of certificates and schemas are named relative to this folder. */
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
  if (text.length > maxSnapshotBytes) {
    throw malformed([`the file is larger than ${maxSnapshotBytes} characters: is it a registry?`])
  }
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
  })
  const lineOf = (offset: number): string => `line ${lines.linePos(offset).line}`
  // The parser recurses, and says so in its own words, over and over.
  const tooDeep = document.errors.find(({ message }) => /call stack|Stack overflow/.test(message))
  if (tooDeep !== undefined) {
    throw malformed([
      `${lineOf(tooDeep.pos[0])}: nested too deep; a registry has six levels at most`,
    ])
  }
  if (document.errors.length > 0) {
    throw malformed(document.errors.map(({ message, pos }) => `${lineOf(pos[0])}: ${message}`))
  }
  const value = plainValue(document)
  const early = await completeFile(value, folder)
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

const malformed = (problems: string[]): RegistryError =>
  new RegistryError('registry-malformed', told(problems))

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : 'unreadable'
