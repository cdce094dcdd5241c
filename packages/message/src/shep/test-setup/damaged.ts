import fc from 'fast-check'
import { Fault } from '../../index.ts'

// Only tests use this file: right bodies, taken apart so that they can be put together wrongly.

export interface Node {
  readonly name: string
  readonly children: readonly (Node | string)[]
}

export const leaf = (name: string, text: string): Node => ({ name, children: [text] })

const kinds = [
  'drop',
  'double',
  'rename',
  'case',
  'text',
  'swap',
  'nest',
  'namespace',
  'control',
] as const
type Damage = readonly [number, (typeof kinds)[number]]

/** Does each damage to the node that its number chooses, counted in document order. */
export function damaged(node: Node, damages: readonly Damage[]): string {
  let count = 0
  const write = (one: Node | string): string => {
    if (typeof one === 'string') return one
    const number = count++
    let { name } = one
    const children = one.children.map(write)
    let attributes = ''
    let before = ''
    let copies = 1
    for (const [chosen, kind] of damages) {
      if (chosen !== number) continue
      if (kind === 'drop') copies = 0
      if (kind === 'double') copies = 2
      if (kind === 'rename') name = 'other'
      if (kind === 'case')
        name = name.toUpperCase().replace(/^([ST]):/, (prefix) => prefix.toLowerCase())
      if (kind === 'text') before = 'text'
      if (kind === 'swap') children.reverse()
      if (kind === 'nest') children.push(`<${name}/>`)
      if (kind === 'namespace') attributes = ' xmlns="urn:other"'
      if (kind === 'control') children.push('&#9;&#x85;\n')
    }
    return before + `<${name}${attributes}>${children.join('')}</${name}>`.repeat(copies)
  }
  return write(node)
}

export const damages = fc.array(fc.tuple(fc.nat(20), fc.constantFrom(...kinds)), { maxLength: 3 })

/** What a reader gives, undefined when it refuses with a Fault; any other error is a defect. */
export function unlessFault<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof Fault) return undefined
    throw error
  }
}
