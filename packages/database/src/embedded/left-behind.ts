import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { DatabaseError } from '../database-error.ts'
import { systemCode } from '../system-code.ts'

/** The data folder, below the folder that `startEmbedded` is given. */
export const dataName = 'postgres'

const fastShutdownMs = 10_000
const immediateShutdownMs = 5_000
const pollMs = 20

/** The server's own command line names who started it. `clusterName` is also what its process title shows. */
export const clusterName = (owner: number): string => `arna-of-${owner}`

interface Running {
  readonly parent: number
  /** Arguments joined by NUL on Linux, by a space where only `ps` tells them. */
  readonly command: string
}

/**
 * After kill -9 of its owner a server may live on, or leave a stale postmaster.pid. PostgreSQL itself asks only whether
 * that number is alive: a zombie (PID 1 of a container often reaps nobody) or a stranger with the same number makes it
 * refuse for ever. So we look at the command line: a server of this folder whose owner is gone is stopped, a stale file
 * is removed (a living backend still holds the shared memory, which PostgreSQL checks on its own).
 */
export async function stopLeftBehind(folder: string, log: (line: string) => void): Promise<void> {
  if (!existsSync(folder)) return
  const data = join(realpathSync(folder), dataName)
  const lock = join(data, 'postmaster.pid')
  if (!existsSync(lock)) return
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0])
  const server = serverOf(data, pid)
  if (server !== undefined) {
    if (server.parent === ownerOf(server)) {
      throw new DatabaseError(
        'already-running',
        `PostgreSQL already runs on ${data} (process ${pid}, started by process ${server.parent}): stop that one, or ` +
          'give this one a folder of its own by ARNA_HOME and ports of its own by ARNA_PORT_BASE.',
      )
    }
    log(`stopping the database server ${pid} that an earlier run left behind`)
    for (const [signal, ms] of [
      ['SIGINT', fastShutdownMs],
      ['SIGQUIT', immediateShutdownMs],
    ] as const) {
      if (await endedAfter(signal, data, pid, ms)) break
    }
  }
  rmSync(lock, { force: true })
}

/** Whoever started it. An orphan has another parent: process 1, or one that takes orphans in. */
function ownerOf({ command }: Running): number {
  return Number(/cluster_name=arna-of-(\d+)/.exec(command)?.[1])
}

async function endedAfter(
  signal: NodeJS.Signals,
  data: string,
  pid: number,
  ms: number,
): Promise<boolean> {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (systemCode(error) === 'ESRCH') return true
    throw new DatabaseError(
      'wrong-owner',
      `An earlier run left a database server behind (process ${pid}) that belongs to another user: stop it as that user.`,
      { cause: error },
    )
  }
  for (const end = performance.now() + ms; performance.now() < end; await delay(pollMs)) {
    if (serverOf(data, pid) === undefined) return true
  }
  return false
}

function serverOf(data: string, pid: number): Running | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 1) return undefined
  const running = existsSync('/proc/self/stat') ? fromProc(pid) : fromPs(pid)
  const ours = ['\0', ' '].some((gap) => running?.command.includes(`-D${gap}${data}${gap}`))
  return ours ? running : undefined
}

function fromProc(pid: number): Running | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold anything; the fields after the last one are: state, parent, …
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    return { parent, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8') }
  } catch {
    return undefined
  }
}

function fromPs(pid: number): Running | undefined {
  try {
    const options = ['-ww', '-o', 'ppid=,command=', '-p', String(pid)]
    const line = execFileSync('ps', options, { encoding: 'utf8' }).trim()
    const gap = line.indexOf(' ')
    return { parent: Number(line.slice(0, gap)), command: `${line.slice(gap + 1)} ` }
  } catch {
    return undefined
  }
}
