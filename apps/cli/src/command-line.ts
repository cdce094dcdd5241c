import { parseArgs } from 'node:util'
import { UsageError } from './failure.ts'

export interface OptionSpec {
  /** Shown in the help, as FILE in `--key FILE`; an option without it is a flag. */
  readonly value?: string
  /** May be given several times. */
  readonly many?: boolean
  readonly help: string
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>

/** What a user wrote after the command's name. */
export class Given {
  readonly positionals: readonly string[]
  readonly #values: ReadonlyMap<string, readonly string[]>
  constructor(positionals: readonly string[], values: ReadonlyMap<string, readonly string[]>) {
    this.positionals = positionals
    this.#values = values
  }

  flag(name: string): boolean {
    return this.#values.has(name)
  }

  text(name: string): string | undefined {
    return this.#values.get(name)?.at(-1)
  }

  all(name: string): readonly string[] {
    return this.#values.get(name) ?? []
  }

  required(name: string, what: string): string {
    return this.requiredAll({ [name]: what })[name]!
  }

  /** By name, each with what it is for; all that are missing are named at once. */
  requiredAll<Name extends string>(wanted: Readonly<Record<Name, string>>): Record<Name, string> {
    const names = Object.keys(wanted) as Name[]
    return whole(
      names.map((name) => [name, this.text(name)]),
      (name) => `--${name} is missing: ${wanted[name]}`,
    )
  }

  oneOf<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    const word = words.find((one) => one === value)
    if (word !== undefined) return word
    const message = `--${name} ${value}: one of ${words.join(', ')}`
    throw new UsageError(message, { word: value, known: words, prefix: '' })
  }
}

/** All values by name; throws one UsageError that says of each missing one what `complaint` says. */
export function whole<Name extends string>(
  found: readonly (readonly [Name, string | undefined])[],
  complaint: (name: Name) => string,
): Record<Name, string> {
  const missing = found.filter(([, value]) => value === undefined)
  if (missing.length > 0) throw new UsageError(missing.map(([name]) => complaint(name)).join('; '))
  return Object.fromEntries(found) as Record<Name, string>
}

/**
 * Reads the words after a command's name. node:util does it without a library; it is asked for tokens only, since its
 * own complaints name no other option that was perhaps meant.
 */
export function readCommandLine(
  words: readonly string[],
  specs: OptionSpecs,
  positionalCount: readonly [least: number, most: number],
): Given {
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  )
  const { tokens } = parseArgs({ args: [...words], options, strict: false, tokens: true })
  const values = new Map<string, string[]>()
  const positionals: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined
    if (spec === undefined) {
      const known = Object.keys(specs)
      const message = `unknown option ${token.rawName}`
      throw new UsageError(message, { word: token.name, known, prefix: '--' })
    }
    if (values.has(token.name) && spec.many !== true) {
      throw new UsageError(`${token.rawName} is given twice`)
    }
    const given = values.get(token.name) ?? []
    values.set(token.name, [...given, valueOf(token, spec)])
  }
  checkCount(positionals, positionalCount)
  return new Given(positionals, values)
}

interface OptionToken {
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

function valueOf({ rawName, value, inlineValue }: OptionToken, spec: OptionSpec): string {
  if (spec.value === undefined) {
    if (value === undefined) return ''
    throw new UsageError(`${rawName} takes no value`)
  }
  const isOption = inlineValue !== true && value !== undefined && /^-./.test(value)
  if (value === undefined || isOption)
    throw new UsageError(`${rawName} needs a value: ${spec.value}`)
  return value
}

function checkCount(
  positionals: readonly string[],
  [least, most]: readonly [number, number],
): void {
  if (positionals.length > most) {
    throw new UsageError(`unexpected word ${JSON.stringify(positionals[most])}`)
  }
  if (positionals.length < least) {
    throw new UsageError('a word is missing after the command')
  }
}
