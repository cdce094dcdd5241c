import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Obstacle } from './obstacle.ts'

export interface HomeLock {
  /** The run before ended without cleaning up: some of its processes may still be going. */
  readonly leftBehind: boolean
  release(): void
}

/** One Arna per folder. The lock of a process that is gone, or whose number another process has now, does not count. */
export function lockHome(home: string): HomeLock {
  const path = join(home, 'arna.lock')
  makeFolder(home)
  let leftBehind = false
  for (;;) {
    try {
      const mine = { pid: process.pid, born: birthOf(process.pid) }
      writeFileSync(path, JSON.stringify(mine), { flag: 'wx', mode: 0o600 })
      return { leftBehind, release: () => rmSync(path, { force: true }) }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    const owner = readOwner(path)
    if (owner !== undefined && birthOf(owner.pid) === owner.born) {
      throw new Obstacle(
        `Arna already runs on ${home} (process ${owner.pid}): use that one or stop it; for a second one beside it set ` +
          'ARNA_HOME to another folder and ARNA_PORT_BASE to other ports, for example ARNA_HOME=.arna2 ARNA_PORT_BASE=8180 npm start.',
      )
    }
    rmSync(path, { force: true })
    leftBehind = true
  }
}

/** The folder and those above it, one by one: Node's own recursive mkdir never returns below /proc. */
function makeFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false })
  if (found?.isDirectory()) return
  if (found !== undefined) {
    throw new Obstacle(
      `${folder} is a file, and the data needs a folder: choose another place with ARNA_HOME, or move the file away.`,
    )
  }
  makeFolder(dirname(folder))
  try {
    // Others may pass through (the database's account has to), not look.
    mkdirSync(folder, { mode: 0o711 })
  } catch (error) {
    const isMadeMeanwhile = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true
    if (!isMadeMeanwhile) throw error
  }
}

interface Owner {
  readonly pid: number
  readonly born: string | undefined
}

function readOwner(path: string): Owner | undefined {
  try {
    const { pid, born }: Partial<Owner> = JSON.parse(readFileSync(path, 'utf8'))
    return typeof pid === 'number' && typeof born === 'string' ? { pid, born } : undefined
  } catch {
    return undefined
  }
}

/** When the process began: tells it from a later one with the same number. Undefined when there is none, or a dead one. */
function birthOf(pid: number): string | undefined {
  try {
    if (!existsSync('/proc/self/stat')) {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // After the name in parentheses: the state is the first field, the time of birth in ticks after boot the twentieth.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : `${boot} ${fields[19]}`
  } catch {
    return undefined
  }
}
