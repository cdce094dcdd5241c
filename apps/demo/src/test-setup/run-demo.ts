import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..', '..', '..')

export interface Run {
  readonly pid: number
  /** Everything it has written so far. */
  said(): string
  /** Waits until it has written this; rejects with all it wrote when it ends before. */
  until(pattern: RegExp): Promise<RegExpExecArray>
  /** To it alone. */
  kill(signal: NodeJS.Signals): void
  /** To it and all that belong to its terminal, as Ctrl-C does. */
  press(signal: NodeJS.Signals): void
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>
}

export interface RunOptions {
  readonly home: string
  readonly portBase: number
  readonly env?: Readonly<Record<string, string>>
  /** `scripts/up.mjs` as `npm start` runs it, or the supervisor itself. */
  readonly through?: 'up' | 'supervisor'
}

export function runDemo({ home, portBase, env, through = 'supervisor' }: RunOptions): Run {
  const main = through === 'up' ? 'scripts/up.mjs' : 'apps/demo/src/main.ts'
  const child = spawn(process.execPath, [join(root, main)], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ARNA_HOME: home, ARNA_PORT_BASE: String(portBase), ...env },
  })
  let said = ''
  const listeners = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
      for (const listen of listeners) listen()
    })
  }
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, said }))
  })
  return {
    pid: child.pid!,
    said: () => said,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const listen = (): void => {
          const match = pattern.exec(said)
          if (match === null) return
          listeners.delete(listen)
          resolve(match)
        }
        listeners.add(listen)
        listen()
        void ended.then(() => reject(new Error(`it ended without saying ${pattern}:\n${said}`)))
      }),
    kill: (signal) => void child.kill(signal),
    press: (signal) => void process.kill(-child.pid!, signal),
    ended,
  }
}

/** The living processes that belong to this home: ours have it in their environment, PostgreSQL in its arguments. */
export function processesOf(home: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      const command = read(`/proc/${pid}/cmdline`)
      const isOurs =
        command.includes(`${home}/`) || read(`/proc/${pid}/environ`).includes(`ARNA_HOME=${home}\0`)
      return isOurs ? [`${pid} ${command.replaceAll('\0', ' ')}`] : []
    })
}

/** Empty for a zombie, for a process that is gone, and for those of other users. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** The first of twenty ports that nobody listens on. */
export async function freePortBase(): Promise<number> {
  for (;;) {
    const base = 20_000 + Math.floor(Math.random() * 1_000) * 20
    const free = await Promise.all(Array.from({ length: 20 }, (_, index) => isFree(base + index)))
    if (free.every(Boolean)) return base
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
