import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { type Attempt, explainFailure } from './explain-failure.ts'
import type { Launch } from './launcher.ts'

const keptLines = 30

export interface ServerProcess {
  readonly pid: number
  /** Resolves with the last lines of the log when the server has ended, for whatever reason. */
  readonly ended: Promise<string>
  /** Fast shutdown: running statements are cut off, nothing committed is lost. */
  stop(): Promise<void>
  kill(): void
}

/** Nothing of our environment reaches the server: PG… variables would change what it does. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' }
}

/** Resolves when the server accepts connections; rejects with a DatabaseError when it ends before. */
export function runServer(
  launch: Launch,
  attempt: Attempt,
  log: (line: string) => void,
): Promise<ServerProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn(launch.command, launch.args, {
      env: serverEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true, // Ctrl-C in the terminal is for us: the server stops last, when we say so
      ...launch.account,
    })
    const last: string[] = []
    const ended = new Promise<string>((tell) => {
      child.once('close', () => tell(last.join('\n')))
    })
    child.once('error', (error) => reject(explainFailure(String(error), attempt, error)))
    createInterface({ input: child.stderr }).on('line', (line) => {
      log(line)
      last.push(line)
      if (last.length > keptLines) last.shift()
      if (/ready to accept (?:read-only )?connections/.test(line)) {
        resolve({
          pid: child.pid!,
          ended,
          stop: () => stop(child, ended),
          kill: () => void child.kill('SIGQUIT'),
        })
      }
    })
    void ended.then((said) => reject(explainFailure(said, attempt)))
  })
}

const fastShutdownMs = 10_000

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGINT')
  const immediate = setTimeout(() => child.kill('SIGQUIT'), fastShutdownMs)
  await ended
  clearTimeout(immediate)
}
