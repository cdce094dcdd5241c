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

const isoTime = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
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

  /** Undefined without a problem when nothing stands there. */
  optional<Value>(read: (reading: Reading) => Value | undefined): Value | undefined {
    return this.missing ? undefined : read(this)
  }

  problem(message: string): undefined {
    return this.problems.add(this.path, message)
  }

  /** The members of a mapping; a key outside `known` is a problem with a suggestion. */
  members<Key extends string>(known: readonly Key[]): ((key: Key) => Reading) | undefined {
    const { value } = this
    if (!isMapping(value)) {
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

  /** ISO 8601 with its offset: a time of day alone would be another moment on another machine. */
  time(): Date | undefined {
    const { value } = this
    const parts = typeof value === 'string' ? isoTime.exec(value) : null
    // A day that no month has, such as 02-30, would silently become another one.
    if (parts !== null && isDay(Number(parts[1]), Number(parts[2]), Number(parts[3]))) {
      const time = new Date(parts[0])
      if (!Number.isNaN(time.getTime())) return time
    }
    return this.problem("write a time with its offset, such as '2026-12-01T22:00:00+05:00'")
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

export const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
