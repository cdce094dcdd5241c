import type { Command } from './command.ts'
import type { OptionSpecs } from './command-line.ts'

export const globalOptions: OptionSpecs = {
  json: { help: 'one JSON value on stdout, for programs' },
  help: { help: 'this text, as -h does' },
}

export function generalHelp(commands: readonly Command[]): string {
  return `arna: tools of the e-government gateway Arna

Usage: arna COMMAND [words] [options]

${overview(commands)}

arna COMMAND --help says more. Data goes to stdout, everything else to stderr.
Exit codes: 0 done, and the answer is yes; 1 failed, or the answer is no; 2 the command line is wrong.
`
}

/** Of commands that begin with the same word. */
export const groupHelp = (
  word: string,
  commands: readonly Command[],
): string => `Usage: arna ${word} COMMAND [words] [options]

${overview(commands)}

arna ${word} COMMAND --help says more.
`

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const rows = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  const examples = commands.flatMap(({ examples: [first] }) => (first ? [`  ${first[0]}`] : []))
  return `${rows.join('\n')}

Examples:
${examples.join('\n')}`
}

export function commandHelp({ name, summary, words, options, examples, notes }: Command): string {
  const all = Object.entries({ ...options, ...globalOptions }).map(
    ([option, { value, help }]) => [`--${option}${value ? ` ${value}` : ''}`, help] as const,
  )
  const width = Math.max(...all.map(([option]) => option.length))
  const rows = all.map(([option, help]) => `  ${option.padEnd(width)}  ${help}`)
  const shown = examples.map(([line, says]) => `  ${line}\n      ${says}`)
  return `arna ${name}: ${summary}

Usage: arna ${name}${words === '' ? '' : ` ${words}`} [options]

${rows.join('\n')}

Examples:
${shown.join('\n')}
${notes === undefined ? '' : `\n${notes}\n`}`
}
