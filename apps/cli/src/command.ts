import type { Given, OptionSpecs } from './command-line.ts'
import type { Config } from './config.ts'

export interface Context {
  readonly config: Config
  /** `--json` was given: stdout gets one JSON value and nothing else. */
  readonly json: boolean
  readonly now: () => Date
  /** Standard input, all of it. */
  readonly readStandardInput: () => Promise<Buffer>
  /** Data, to stdout as it is. */
  write(data: string | Uint8Array): void
  /** Settles when stdout takes more: whoever writes much waits for it. */
  drained(): Promise<void>
  /** A word to the user, to stderr. */
  say(line: string): void
}

export interface Command {
  /** One word or two: `verify`, `keys new`. */
  readonly name: string
  readonly summary: string
  /** The words after the name: `FILE|-`. */
  readonly words: string
  readonly wordCount: readonly [least: number, most: number]
  readonly options: OptionSpecs
  /** Whole command lines with a word on what they do. */
  readonly examples: readonly (readonly [line: string, says: string])[]
  /** What else is to be known, in sentences. */
  readonly notes?: string
  /** Resolves to the exit code: 0, or 1 when the answer is no. Throws Failure and UsageError. */
  run(given: Given, context: Context): Promise<0 | 1>
}
