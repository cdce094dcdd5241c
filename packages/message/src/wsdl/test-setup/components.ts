import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { scan, type XmlElement } from '@arna/xml'

// Only tests use this file: what a WSDL or XSD declares, without its spelling, for comparison.

const schema = 'http://www.w3.org/2001/XMLSchema'
const wsdl = 'http://schemas.xmlsoap.org/wsdl/'

/** `kind {namespace}name` → what it is, for every component of every .xsd and .wsdl under a folder. */
export function componentsUnder(folder: string, keep: (path: string) => boolean = () => true) {
  const components: Record<string, unknown> = {}
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()) {
    if (!/\.(xsd|wsdl)$/.test(path) || !keep(path)) continue
    const { root } = scan(readFileSync(join(folder, path)))
    const target = root.attribute('', 'targetNamespace') ?? ''
    for (const child of root.children()) {
      const name = child.attribute('', 'name')
      if (name === undefined) continue
      const key = `${child.localName} {${target}}${name}`
      if (key in components) throw new Error(`${key} is declared twice`)
      components[key] = modelOf(child)
    }
  }
  return components
}

const qualifiedNames = new Set(['type', 'base', 'element', 'message', 'binding', 'ref'])

/** Documentation is left out, defaults are filled in, names are resolved; the order of children stays. */
function modelOf(element: XmlElement): unknown {
  const attributes = element
    .attributes()
    .map(({ localName, value }) => [
      localName,
      qualifiedNames.has(localName) ? resolved(element, value) : value,
    ])
  const isParticle = element.namespace === schema && element.parent?.localName === 'sequence'
  const parts = element
    .children()
    .filter(({ localName }) => !['annotation', 'documentation'].includes(localName))
  const children = parts.map(modelOf)
  // Facets have no order among themselves; the address is each gateway's own.
  if (element.localName === 'restriction')
    children.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  const own = Object.fromEntries(attributes) as Record<string, string>
  if (element.localName === 'address') delete own['location']
  return {
    kind: `{${element.namespace === wsdl ? 'wsdl' : element.namespace}}${element.localName}`,
    ...(isParticle && { minOccurs: '1', maxOccurs: '1', nillable: 'false' }),
    ...own,
    ...(children.length > 0 && { children }),
  }
}

function resolved(element: XmlElement, name: string): string {
  const [local, prefix = ''] = name.split(':').toReversed() as [string, string?]
  return `{${element.namespacesInScope().get(prefix) ?? ''}}${local}`
}
