import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, sep } from 'node:path'

/** Beside src/ in the repository, beside dist/ in what is published. */
const folder = join(import.meta.dirname, '..', '..', 'contracts', 'shep')

let texts: ReadonlyMap<string, string> | undefined

/** All files are read once and kept: a request never opens a file, and no name reaches the file system. */
function contractTexts(): ReadonlyMap<string, string> {
  texts ??= new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path): [string, string] => [
        path.slice(folder.length + 1).replaceAll(sep, '/'),
        readFileSync(path, 'utf8'),
      ])
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )
  return texts
}

/** The names of our WSDL and XSD files, such as `by-namespace/common-v10-Types.xsd`. */
export function listContractFiles(): string[] {
  return [...contractTexts().keys()]
}

/**
 * One of our WSDL and XSD files by its name; undefined when there is none, or the address is none. With the address of a door, the files that
 * it imports are addressed as `?xsd=NAME` and `?wsdl=NAME` of that door and soap:address is the door; without, they are
 * relative paths. What receivers of pushed messages implement keeps its placeholder in soap:address.
 */
export function contractFile(name: string, options: { address?: string } = {}): string | undefined {
  const text = contractTexts().get(name)
  const { address } = options
  if (text === undefined || address === undefined) return text
  const door = doorOf(address)
  if (door === undefined) return undefined
  const served = (path: string): string => {
    const target = posix.join(posix.dirname(name), path)
    return `${door}?${target.endsWith('.wsdl') ? 'wsdl' : 'xsd'}=${target}`
  }
  return text
    .replaceAll(
      /(<xsd:(?:import|include) [^>]*schemaLocation|<wsdl:import [^>]*location)="([^"]*)"/g,
      (_match, head: string, path: string) => `${head}="${served(path)}"`,
    )
    .replaceAll(
      /(<soap:address location)="http:\/\/gateway\.invalid\/[^"]*"/g,
      (_match, head: string) => `${head}="${door}"`,
    )
}

/** The address comes from a Host header; a URL without query never holds `<` or `"`, and stands in attributes. */
function doorOf(address: string): string | undefined {
  const url = URL.parse(address)
  return url === null || url.host === ''
    ? undefined
    : `${url.origin}${url.pathname}`.replaceAll('&', '&amp;')
}
