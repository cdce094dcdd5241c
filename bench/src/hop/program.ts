import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpus } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface ProgramOrder {
  readonly command: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** `measured` has the last core for itself, where there are two; `beside` has the others. */
  readonly place?: Place
  /** Gives way to everything else on its core. */
  readonly nice?: boolean
}

type Place = 'measured' | 'beside'

/** A process of the bench, seen from outside. */
export interface Program {
  readonly pid: number
  /** Its first line on stdout; '' when it told that it is ready by a message. */
  readonly said: string
  /** One question at a time, for programs that answer messages. */
  ask<Answer>(question: object): Promise<Answer>
  stop(): Promise<void>
}

/** The command that runs a program of `src/programs` (or another file of the bench) on this Node. */
export const nodeProgram = (path: string, ...args: readonly string[]): string[] => [
  process.execPath,
  fileURLToPath(new URL(path, import.meta.url)),
  ...args,
]

/** Resolves when the program says that it is ready: by its first line, or by its first message. */
export async function startProgram(order: ProgramOrder): Promise<Program> {
  const [program, ...args] = [...placement(order), ...order.command]
  const child = spawn(program!, args, {
    env: { ...process.env, NODE_OPTIONS: '', ...order.environment },
    // What does not understand the channel sees the end of its stdin when we die.
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  })
  let lastWords = ''
  child.stderr!.on('data', (chunk: Buffer) => {
    lastWords = `${lastWords}${chunk.toString()}`.slice(-4_000)
  })
  const failed = new Promise<never>((_resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) =>
      reject(new Error(`${order.command.join(' ')} ended with ${code}: ${lastWords}`)),
    )
  })
  failed.catch(() => undefined)
  const said = await Promise.race([firstLine(child), once(child, 'message'), failed])
  return {
    pid: child.pid!,
    said: typeof said === 'string' ? said : '',
    ask: async <Answer>(question: object) => {
      const answer = once(child, 'message')
      child.send(question)
      const [message] = await Promise.race([answer, failed])
      return message as Answer
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string]
  return line
}

/** What this process starts itself has the cores that are not measured: children inherit them. */
export async function beside<T>(start: () => Promise<T>): Promise<T> {
  const last = cpus().length - 1
  const move = (cores: string): void => {
    if (canPin && last > 0) spawnSync('taskset', ['-acp', cores, String(process.pid)])
  }
  move(`0-${last - 1}`)
  try {
    return await start()
  } finally {
    move(`0-${last}`)
  }
}

function placement({ place = 'beside', nice = false }: ProgramOrder): string[] {
  const last = cpus().length - 1
  const cores = place === 'measured' ? String(last) : `0-${last - 1}`
  return [
    ...(canPin && last > 0 ? ['taskset', '-c', cores] : []),
    ...(nice && canBeNice ? ['nice', '-n', '19'] : []),
  ]
}

const canPin = spawnSync('taskset', ['-c', '0', 'true']).status === 0
const canBeNice = spawnSync('nice', ['-n', '19', 'true']).status === 0
