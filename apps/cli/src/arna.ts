import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { closestWord } from '@arna/registry'
import type { Command, Context } from './command.ts'
import { didYouMean, readCommandLine } from './command-line.ts'
import { c14n } from './commands/c14n.ts'
import { keysNew } from './commands/keys-new.ts'
import { keysShow } from './commands/keys-show.ts'
import { migrateDatabase } from './commands/migrate.ts'
import { registryExport } from './commands/registry-export.ts'
import { registryImport } from './commands/registry-import.ts'
import { send } from './commands/send.ts'
import { sign } from './commands/sign.ts'
import { trace } from './commands/trace.ts'
import { verify } from './commands/verify.ts'
import { readConfig } from './config.ts'
import { messageOf, UsageError } from './failure.ts'
import { commandHelp, generalHelp, globalOptions } from './help.ts'

const commands: readonly Command[] = [
  send,
  trace,
  verify,
  sign,
  c14n,
  keysNew,
  keysShow,
  registryImport,
  registryExport,
  migrateDatabase,
]

// Whoever reads our output may stop before its end, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  throw error
})

process.exitCode = await main(process.argv.slice(2))

async function main(words: readonly string[]): Promise<number> {
  const json = words.includes('--json')
  try {
    return await dispatch(words, json)
  } catch (error) {
    const isUsage = error instanceof UsageError
    if (json) process.stderr.write(`${JSON.stringify({ error: messageOf(error) })}\n`)
    else process.stderr.write(`arna: ${messageOf(error)}\n`)
    return isUsage ? 2 : 1
  }
}

async function dispatch(words: readonly string[], json: boolean): Promise<number> {
  const first = words.findIndex((word) => !word.startsWith('-'))
  const leading = first === -1 ? words : words.slice(0, first)
  if (leading.includes('--version')) {
    process.stdout.write(json ? `${JSON.stringify({ version: version() })}\n` : `${version()}\n`)
    return 0
  }
  const rest = first === -1 ? [] : words.slice(first)
  if (rest.length === 0 || (rest.length === 1 && rest[0] === 'help')) {
    readCommandLine(leading, globalOptions, [0, 0])
    const asked = words.length > 0
    const stream = asked ? process.stdout : process.stderr
    stream.write(generalHelp(commands))
    return asked ? 0 : 2
  }
  const isHelp = rest[0] === 'help'
  const { command, after } = findCommand(isHelp ? rest.slice(1) : rest)
  if (isHelp || words.includes('--help')) {
    process.stdout.write(commandHelp(command))
    return 0
  }
  const options = { ...command.options, ...globalOptions }
  const given = read(command, [...leading, ...after], options)
  return command.run(given, context(json))
}

function read(command: Command, words: readonly string[], options: Command['options']) {
  try {
    return readCommandLine(words, options, command.wordCount)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError(`${error.message} (usage: arna ${command.name} ${command.words})`)
  }
}

function findCommand(words: readonly string[]): { command: Command; after: readonly string[] } {
  for (const count of [2, 1]) {
    const name = words.slice(0, count).join(' ')
    const command = commands.find((one) => one.name === name)
    if (command !== undefined) return { command, after: words.slice(count) }
  }
  const [word = ''] = words
  const group = commands.filter(({ name }) => name.startsWith(`${word} `)).map(({ name }) => name)
  if (group.length > 0) throw new UsageError(`arna ${word} what? ${group.join(' or ')}`)
  const meant = didYouMean(
    closestWord(
      word,
      commands.map(({ name }) => name),
    ),
    '',
  )
  throw new UsageError(`unknown command ${word}${meant} (arna --help lists all)`)
}

function context(json: boolean): Context {
  return {
    config: readConfig(process.env, process.cwd()),
    json,
    now: () => new Date(),
    readStandardInput: () => buffer(process.stdin),
    write: (data) => void process.stdout.write(data),
    say: (line) => void process.stderr.write(`${line}\n`),
  }
}

function version(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  )
  return manifest.version
}
