import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, fstatSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { lastLines, openLog } from './log-file.ts'
import { Obstacle } from './obstacle.ts'
import { say } from './say.ts'
import type { Stopping } from './stop-on-signals.ts'

export interface Program {
  readonly name: string
  /** The .ts file to run. */
  readonly main: string
  readonly env: NodeJS.ProcessEnv
}

const readyMs = 30_000
const drainMs = 3_500
const restartsInAMinute = 3

/**
 * Starts our programs and waits until each says that it is ready. They end by themselves when we die (their channel to us
 * closes). One that ends without being asked is started again, three times in a minute; then everything stops.
 * Resolves with their process numbers. Throws Obstacle with what a program said that cannot start.
 */
export async function startChildren(
  home: string,
  programs: readonly Program[],
  stopping: Stopping,
): Promise<number[]> {
  const children = programs.map((program) => new Child(home, program, stopping))
  stopping.add({
    stop: async () => void (await Promise.all(children.map((child) => child.stop()))),
    kill: () => children.forEach((child) => child.kill()),
  })
  return Promise.all(children.map((child) => child.start()))
}

class Child {
  readonly #home: string
  readonly #program: Program
  readonly #stopping: Stopping
  readonly #deaths: number[] = []
  #running: Launched | undefined

  constructor(home: string, program: Program, stopping: Stopping) {
    this.#home = home
    this.#program = program
    this.#stopping = stopping
  }

  async start(): Promise<number> {
    const launched = launch(this.#home, this.#program)
    this.#running = launched
    await untilReady(launched, this.#program.name)
    void launched.ended.then((how) => this.#endedUnasked(launched, how))
    return launched.process.pid!
  }

  async stop(): Promise<void> {
    const launched = this.#running
    if (launched === undefined) return
    launched.process.kill('SIGTERM')
    const hard = setTimeout(() => launched.process.kill('SIGKILL'), drainMs)
    await launched.ended
    clearTimeout(hard)
  }

  kill(): void {
    this.#running?.process.kill('SIGKILL')
  }

  async #endedUnasked(launched: Launched, how: string): Promise<void> {
    if (this.#stopping.isStopping) return
    const { name } = this.#program
    say(`\n${name} ended unexpectedly (${how}); the end of ${launched.log}:`)
    for (const line of launched.said()) say(`  ${line}`)
    const now = performance.now()
    this.#deaths.push(now)
    if (this.#deaths.filter((time) => time > now - 60_000).length > restartsInAMinute) {
      say(`${name} ended too often, so everything stops.`)
      return this.#stopping.stop(1)
    }
    try {
      say(`${name} runs again, process ${await this.start()}.`)
    } catch (error) {
      if (this.#stopping.isStopping) return
      say(error instanceof Error ? error.message : String(error))
      return this.#stopping.stop(1)
    }
  }
}

interface Launched {
  readonly process: ChildProcess
  readonly log: string
  /** How it ended: `exit code 1`, `SIGKILL`. */
  readonly ended: Promise<string>
  said(): string[]
}

function launch(home: string, { name, main, env }: Program): Launched {
  const log = openLog(home, name)
  const before = fstatSync(log.fd).size
  const child = spawn(process.execPath, [main], {
    env,
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
    detached: true, // Ctrl-C in the terminal is for us alone: we stop the children in order
  })
  closeSync(log.fd)
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  return { process: child, log: log.path, ended, said: () => lastLines(log.path, before) }
}

async function untilReady(launched: Launched, name: string): Promise<void> {
  const { process: child, ended } = launched
  const waiting = new AbortController()
  const ready = new Promise<undefined>((resolve) => {
    child.on('message', (message: unknown) => {
      if (isReady(message)) resolve(undefined)
    })
  })
  const late = delay(readyMs, `it was not ready after ${readyMs / 1000} s`, waiting).catch(
    () => undefined,
  )
  const failure = await Promise.race([ready, ended, late])
  waiting.abort()
  if (failure === undefined) return
  child.kill('SIGKILL')
  const lines = launched.said()
  const reason = lines.length > 0 ? lines.join('\n  ') : failure
  throw new Obstacle(`${name} did not start, its log ${launched.log} says:\n  ${reason}`)
}

const isReady = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready'
