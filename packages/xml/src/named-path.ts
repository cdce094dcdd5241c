import { type XmlDocument, XmlElement } from 'libxml2-wasm'

/** Beyond it a place is found by its number just as well, and each step costs a call. */
const mostSiblings = 10_000

/**
 * A path as libxml2 writes it, with names for the elements of a default namespace, for which it has only `*`: of several of
 * one name the second has the number 2. What is no element stays as it is.
 */
export function namedPath(document: XmlDocument, path: string): string {
  if (!path.includes('*')) return path
  const steps = path.split('/').slice(1)
  const named: string[] = []
  let first: XmlElement | undefined = document.root
  for (const step of steps) {
    const found = first && elementAt(step, first)
    if (found === undefined) break
    named.push(step.startsWith('*') ? found.name : step)
    first = elementFrom(found.element.firstChild)
  }
  return ['', ...named, ...steps.slice(named.length)].join('/')
}

interface Found {
  readonly element: XmlElement
  /** With its number among those of the same name. */
  readonly name: string
}

/** `*[3]` counts all elements, `p:iin[3]` those of its name. */
function elementAt(step: string, first: XmlElement): Found | undefined {
  const [, wanted, position = '1'] = /^(.+?)(?:\[(\d+)\])?$/.exec(step) ?? []
  const counts = new Map<string, number>()
  let left = Number(position)
  let element: XmlElement | undefined = first
  for (let seen = 0; element !== undefined && seen < mostSiblings; seen++) {
    const qualified = qualifiedName(element)
    const count = (counts.get(qualified) ?? 0) + 1
    counts.set(qualified, count)
    if (wanted === '*' || wanted === qualified) left--
    if (left === 0) return { element, name: count === 1 ? qualified : `${qualified}[${count}]` }
    element = elementFrom(element.next)
  }
  return undefined
}

const qualifiedName = ({ name, prefix }: XmlElement): string =>
  prefix === '' ? name : `${prefix}:${name}`

function elementFrom(start: XmlElement['next']): XmlElement | undefined {
  let node = start
  while (node !== null && !(node instanceof XmlElement)) node = node.next
  return node ?? undefined
}
