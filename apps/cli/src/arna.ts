import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import type { Command, Context } from './command.ts'
import { readCommandLine } from './command-line.ts'
import { readConfig } from './config.ts'
import { messageOf, UsageError } from './failure.ts'
import { commandHelp, generalHelp, globalOptions, groupHelp } from './help.ts'
import { visibleLines } from './visible.ts'

/** A command is loaded when it is called: the others, and the packages behind them, cost it no time. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  send: async () => (await import('./commands/send.ts')).send,
  messages: async () => (await import('./commands/messages.ts')).messages,
  status: async () => (await import('./commands/status.ts')).status,
  trace: async () => (await import('./commands/trace.ts')).trace,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  verify: async () => (await import('./commands/verify.ts')).verify,
  sign: async () => (await import('./commands/sign.ts')).sign,
  c14n: async () => (await import('./commands/c14n.ts')).c14n,
  'keys new': async () => (await import('./commands/keys-new.ts')).keysNew,
  'keys show': async () => (await import('./commands/keys-show.ts')).keysShow,
  'registry check': async () => (await import('./commands/registry-check.ts')).registryCheck,
  'registry import': async () => (await import('./commands/registry-import.ts')).registryImport,
  'registry export': async () => (await import('./commands/registry-export.ts')).registryExport,
  'registry diff': async () => (await import('./commands/registry-diff.ts')).registryDiff,
  'registry history': async () => (await import('./commands/registry-history.ts')).registryHistory,
  'registry suspend': async () => (await import('./commands/registry-suspend.ts')).registrySuspend,
  'registry resume': async () => (await import('./commands/registry-resume.ts')).registryResume,
  'registry disable': async () => (await import('./commands/registry-disable.ts')).registryDisable,
  'registry enable': async () => (await import('./commands/registry-enable.ts')).registryEnable,
  'password reset': async () => (await import('./commands/password-reset.ts')).passwordReset,
  'password rotate': async () => (await import('./commands/password-rotate.ts')).passwordRotate,
  'secret set': async () => (await import('./commands/secret-set.ts')).secretSet,
  'secret list': async () => (await import('./commands/secret-list.ts')).secretList,
  'secret remove': async () => (await import('./commands/secret-remove.ts')).secretRemove,
  queue: async () => (await import('./commands/queue.ts')).queue,
  'queue show': async () => (await import('./commands/queue-show.ts')).queueShow,
  'queue retry': async () => (await import('./commands/queue-retry.ts')).queueRetry,
  'queue stop': async () => (await import('./commands/queue-stop.ts')).queueStop,
  'queue move': async () => (await import('./commands/queue-move.ts')).queueMove,
  'journal verify': async () => (await import('./commands/journal-verify.ts')).journalVerify,
  'journal show': async () => (await import('./commands/journal-show.ts')).journalShow,
  'journal export': async () => (await import('./commands/journal-export.ts')).journalExport,
  'journal archive': async () => (await import('./commands/journal-archive.ts')).journalArchive,
  migrate: async () => (await import('./commands/migrate.ts')).migrateDatabase,
}

// Whoever reads our output may stop before its end, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  throw error
})

const shortForms = new Map([
  ['-h', '--help'],
  ['-o', '--out'],
])

process.exitCode = await main(process.argv.slice(2).map((word) => shortForms.get(word) ?? word))

async function main(words: readonly string[]): Promise<number> {
  const json = words.includes('--json')
  try {
    return await dispatch(words, json)
  } catch (error) {
    const message = messageOf(error) + (await suggestion(error))
    process.stderr.write(
      json ? `${JSON.stringify({ error: message })}\n` : `arna: ${visibleLines(message)}\n`,
    )
    return error instanceof UsageError ? 2 : 1
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
    const all = await Promise.all(Object.values(commands).map((load) => load()))
    stream.write(generalHelp(all))
    return asked ? 0 : 2
  }
  const isHelp = rest[0] === 'help'
  const named = isHelp ? rest.slice(1) : rest
  const asksHelp = isHelp || words.includes('--help')
  const group = groupOf(named)
  if (asksHelp) {
    process.stdout.write(await helpOn(named, group))
    return 0
  }
  const { command, after } = await findCommand(named)
  const options = { ...command.options, ...globalOptions }
  const given = read(command, [...leading, ...after], options)
  return command.run(given, context(json))
}

/** A word that is a command and begins others, as `queue` does, gets both. */
async function helpOn(
  named: readonly string[],
  group: readonly [string, () => Promise<Command>][],
): Promise<string> {
  const [word = ''] = named
  if (group.length === 0) return commandHelp((await findCommand(named)).command)
  const others = groupHelp(word, await Promise.all(group.map(([, load]) => load())))
  return Object.hasOwn(commands, word)
    ? `${commandHelp(await commands[word]!())}\n${others}`
    : others
}

function read(command: Command, words: readonly string[], options: Command['options']) {
  try {
    return readCommandLine(words, options, command.wordCount)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    const usage = `${error.message} (usage: ${`arna ${command.name} ${command.words}`.trimEnd()})`
    throw new UsageError(usage, error.mistyped)
  }
}

async function findCommand(
  words: readonly string[],
): Promise<{ command: Command; after: readonly string[] }> {
  for (const count of [2, 1]) {
    const name = words.slice(0, count).join(' ')
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (count === 1) refuseUnknownInGroup(words)
    if (load !== undefined) return { command: await load(), after: words.slice(count) }
  }
  const [word = ''] = words
  const names = Object.keys(commands)
  const group = groupOf([word]).map(([name]) => name)
  if (group.length > 0) throw new UsageError(`arna ${word} what? ${group.join(' or ')}`)
  const unknown = `unknown command ${word} (arna --help lists all)`
  throw new UsageError(unknown, { word, known: names, prefix: '' })
}

/** Where a word begins other commands and takes no words itself, as `queue` does, what follows is a command that is not there. */
function refuseUnknownInGroup([word = '', second]: readonly string[]): void {
  if (second === undefined || second.startsWith('-') || !Object.hasOwn(commands, word)) return
  if (groupOf([word]).length === 0) return
  const name = `${word} ${second}`
  const message = `unknown command ${name} (arna ${word} --help lists all)`
  throw new UsageError(message, { word: name, known: Object.keys(commands), prefix: '' })
}

/** The commands that a first word alone stands for, as `keys` does; none when a second word is there. */
function groupOf([word, second]: readonly string[]): [string, () => Promise<Command>][] {
  if (second !== undefined && !second.startsWith('-')) return []
  return Object.entries(commands).filter(([name]) => name.startsWith(`${word} `))
}

/** What was perhaps meant. The package that measures how near words are is loaded only now. */
async function suggestion(error: unknown): Promise<string> {
  if (!(error instanceof UsageError) || error.mistyped === undefined) return ''
  const { word, known, prefix } = error.mistyped
  const { closestWord } = await import('@arna/registry')
  const meant = closestWord(word, known)
  return meant === undefined ? '' : `; did you mean ${prefix}${meant}?`
}

function context(json: boolean): Context {
  return {
    config: readConfig(process.env, process.cwd()),
    json,
    now: () => new Date(),
    readStandardInput: () => buffer(process.stdin),
    write: (data) => void process.stdout.write(data),
    drained: async () => {
      if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain')
    },
    say: (line) => void process.stderr.write(`${visibleLines(line)}\n`),
  }
}

function version(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  )
  return manifest.version
}
