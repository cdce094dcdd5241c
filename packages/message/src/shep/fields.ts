import type { XmlElement } from '@arna/xml'
import { Fault } from '../fault.ts'
import { likelyMeant } from './likely-meant.ts'
import { mayHoldFields } from './names.ts'

/** Ids of all kinds. The contract sets no limit; ours keeps journals and indexes sane. */
export const maxIdCharacters = 255

type Occurrence = 'once' | 'many' | 'any-namespace'

/** The elements that a structure of the contract may hold, by their names, exact and folded. */
export type Structure = ReadonlyMap<string, { readonly name: string; readonly occurs: Occurrence }>

/** `any-namespace` occurs once, too. */
export function structure(fields: Readonly<Record<string, Occurrence>>): Structure {
  return new Map(
    Object.entries(fields).flatMap(([name, occurs]) =>
      // The exact name as well, so that what nearly everybody sends is found without folding.
      [name, folded(name)].map((key) => [key, { name, occurs }] as const),
    ),
  )
}

/** Spellings of the Order (appendix 1) that differ by more than case. */
const otherSpellings: ReadonlyMap<string, string> = new Map([['messegedate', 'messagedate']])

function folded(name: string): string {
  const lower = name.toLowerCase()
  return otherSpellings.get(lower) ?? lower
}

/**
 * The children of a structure, by the name they have in the contract. Order and case of names are tolerated; a field
 * that may occur once and occurs twice, an unknown element and stray text are refused, since another reader of the
 * same bytes could choose differently.
 */
export class Fields {
  readonly path: string
  readonly #found = new Map<string, XmlElement[]>()

  constructor(element: XmlElement, path: string, allowed: Structure) {
    this.path = path
    if (element.text().trim() !== '') throw malformed(path, 'holds text beside its elements')
    for (const child of element.children()) {
      const field = allowed.get(child.localName) ?? allowed.get(folded(child.localName))
      if (field === undefined || !isAllowed(child, field.name, field.occurs)) {
        throw malformed(
          path,
          `holds an element that is not in the contract: ${unknown(child, allowed)}`,
        )
      }
      const others = this.#found.get(field.name)
      if (others === undefined) this.#found.set(field.name, [child])
      else if (field.occurs === 'many') others.push(child)
      else throw malformed(`${path}/${field.name}`, 'occurs more than once')
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

/** A name that is spelled right is in a wrong namespace: a suggestion would only confuse. */
function unknown({ localName }: XmlElement, allowed: Structure): string {
  const names = new Set(Array.from(allowed.values(), ({ name }) => name))
  const meant = names.has(localName) ? undefined : likelyMeant(localName, names)
  return localName.slice(0, 100) + (meant === undefined ? '' : `; did you mean ${meant}?`)
}

/** `data` is passed on as it came, so its name has to be exact; its namespace does not, since real members give it one. */
function isAllowed(child: XmlElement, name: string, occurs: Occurrence): boolean {
  return occurs === 'any-namespace' ? child.localName === name : mayHoldFields(child.namespace)
}

/** The text of a field that holds nothing but text. */
function textOf(element: XmlElement, path: string, maxCharacters: number): string {
  if (element.children().length > 0) throw malformed(path, 'must hold text only')
  const text = element.text()
  // A code point is at most two units of a string, so the exact count is taken only near the limit.
  if (
    text.length > maxCharacters &&
    Array.from(text.slice(0, 2 * maxCharacters + 1)).length > maxCharacters
  ) {
    throw malformed(path, `is longer than ${maxCharacters} characters`)
  }
  return text
}

export function malformed(path: string, problem: string): Fault {
  return new Fault('message-malformed', `${path} ${problem}`)
}
