import { closestWord } from './closest-word.ts'

/** Where a value stands: `systems[0].organisation.name`. */
export type Path = readonly (string | number)[]

export function pathText(path: Path): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else text += text === '' ? step : `.${step}`
  }
  return text === '' ? 'the file' : text
}

export interface Problem {
  readonly path: Path
  readonly message: string
}

/** Collects everything that is wrong, so that its reader mends it in one go. */
export class Problems {
  readonly all: Problem[] = []
  add(path: Path, message: string): undefined {
    this.all.push({ path, message })
    return undefined
  }
}

/** One value of the tree with its place. Every reader returns undefined after it has noted a problem. */
export class Reading {
  readonly value: unknown
  readonly path: Path
  readonly problems: Problems
  constructor(value: unknown, path: Path, problems: Problems) {
    this.value = value
    this.path = path
    this.problems = problems
  }

  get missing(): boolean {
    return this.value === undefined || this.value === null
  }

  problem(message: string): undefined {
    return this.problems.add(this.path, message)
  }

  /** The members of a mapping; a key outside `known` is a problem with a suggestion. */
  members<Key extends string>(known: readonly Key[]): ((key: Key) => Reading) | undefined {
    const { value } = this
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return this.problem(`write a mapping with the keys ${known.join(', ')}`)
    }
    for (const key of Object.keys(value)) {
      if ((known as readonly string[]).includes(key)) continue
      const meant = closestWord(key, known)
      const hint = meant === undefined ? `known are ${known.join(', ')}` : `did you mean ${meant}?`
      this.problems.add([...this.path, key], `unknown key; ${hint}`)
    }
    const entries = new Map<string, unknown>(Object.entries(value))
    return (key) => new Reading(entries.get(key), [...this.path, key], this.problems)
  }

  items(fallback?: readonly never[]): Reading[] {
    if (this.missing && fallback !== undefined) return []
    if (Array.isArray(this.value)) {
      return this.value.map(
        (item, index) => new Reading(item, [...this.path, index], this.problems),
      )
    }
    this.problem('write a list (each item begins with "- "), or [] when there is nothing')
    return []
  }

  text(maxLength = 255): string | undefined {
    const { value } = this
    if (typeof value === 'number') return this.problem(`write it in quotes: '${value}'`)
    if (typeof value !== 'string' || value === '') return this.problem('write a text')
    if (value.length > maxLength) return this.problem(`at most ${maxLength} characters`)
    if (/^\s|\s$|[\p{Cc}\u2028\u2029]/u.test(value)) {
      return this.problem('no spaces at the ends, line ends or control characters')
    }
    return value
  }

  digits(count: number): string | undefined {
    const text = this.text()
    if (text === undefined || new RegExp(`^\\d{${count}}$`).test(text)) return text
    return this.problem(`write exactly ${count} digits, in quotes`)
  }

  oneOf<Word extends string>(words: readonly Word[], fallback?: Word): Word | undefined {
    if (this.missing && fallback !== undefined) return fallback
    const word = words.find((one) => one === this.value)
    return word ?? this.problem(`write one of ${words.join(', ')}`)
  }

  whole(from: number, to: number, fallback?: number): number | undefined {
    if (this.missing && fallback !== undefined) return fallback
    const { value } = this
    if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) {
      return value
    }
    return this.problem(`write a whole number from ${from} to ${to}`)
  }

  flag(fallback: boolean): boolean | undefined {
    if (this.missing) return fallback
    return typeof this.value === 'boolean' ? this.value : this.problem('write true or false')
  }
}
