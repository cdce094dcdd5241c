import type { XmlElement } from '@arna/xml'
import { Fault } from '../fault.ts'
import { mayHoldFields } from './names.ts'

/** Ids of all kinds. The contract sets no limit; ours keeps journals and indexes sane. */
export const maxIdCharacters = 255

export interface FieldRules {
  /** Name in the contract → whether it may repeat. */
  readonly [name: string]: 'once' | 'many' | 'any-namespace'
}

/** Spellings of the Order (appendix 1) that differ by more than case. */
const otherSpellings: Readonly<Record<string, string>> = { messegedate: 'messagedate' }

const folded = (name: string): string => {
  const lower = name.toLowerCase()
  return otherSpellings[lower] ?? lower
}

/**
 * The children of a structure, by the name they have in the contract. Order and case of names are tolerated; a field
 * that may occur once and occurs twice, an unknown element and stray text are refused, since another reader of the
 * same bytes could choose differently.
 */
export class Fields {
  readonly path: string
  readonly #found = new Map<string, XmlElement[]>()

  constructor(element: XmlElement, path: string, rules: FieldRules) {
    this.path = path
    if (element.text().trim() !== '') throw malformed(path, 'holds text beside its elements')
    const names = new Map(Object.keys(rules).map((name) => [folded(name), name]))
    for (const child of element.children()) {
      const name = names.get(folded(child.localName))
      const rule = name === undefined ? undefined : rules[name]
      if (name === undefined || (rule !== 'any-namespace' && !mayHoldFields(child.namespace))) {
        throw malformed(
          path,
          `holds an element that is not in the contract: ${short(child.localName)}`,
        )
      }
      const others = this.#found.get(name)
      if (others === undefined) this.#found.set(name, [child])
      else if (rule === 'many') others.push(child)
      else throw malformed(`${path}/${name}`, 'occurs more than once')
    }
  }

  at(name: string): string {
    return `${this.path}/${name}`
  }

  optional(name: string): XmlElement | undefined {
    return this.#found.get(name)?.[0]
  }

  required(name: string): XmlElement {
    const element = this.optional(name)
    if (element === undefined) throw malformed(this.at(name), 'is missing')
    return element
  }

  all(name: string): readonly XmlElement[] {
    return this.#found.get(name) ?? []
  }

  /** The text as it stands, '' when the field is missing. */
  exactText(name: string, maxCharacters: number): string {
    const element = this.optional(name)
    return element === undefined ? '' : textOf(element, this.at(name), maxCharacters)
  }

  /** An id without the white space around it; undefined when missing or empty. */
  optionalId(name: string): string | undefined {
    const text = this.exactText(name, maxIdCharacters).trim()
    if (/\p{Cc}/u.test(text)) throw malformed(this.at(name), 'holds control characters')
    return text === '' ? undefined : text
  }

  requiredId(name: string): string {
    this.required(name)
    const id = this.optionalId(name)
    if (id === undefined) throw malformed(this.at(name), 'is empty')
    return id
  }
}

/** The text of a field that holds nothing but text. */
export function textOf(element: XmlElement, path: string, maxCharacters: number): string {
  if (element.children().length > 0) throw malformed(path, 'must hold text only')
  const text = element.text()
  // A code point is at most two units of a string, so the exact count is taken only near the limit.
  if (
    text.length > maxCharacters &&
    [...text.slice(0, 2 * maxCharacters + 1)].length > maxCharacters
  ) {
    throw malformed(path, `is longer than ${maxCharacters} characters`)
  }
  return text
}

export function malformed(path: string, problem: string): Fault {
  return new Fault('message-malformed', `${path} ${problem}`)
}

const short = (name: string): string => name.slice(0, 100)
