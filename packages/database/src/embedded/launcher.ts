import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseError } from '../database-error.ts'

export interface Account {
  readonly uid: number
  readonly gid: number
}

export interface Launch {
  readonly command: string
  readonly args: readonly string[]
  /** Set where the process itself has to change to another user. */
  readonly account?: Account
}

export type Launcher = (binary: string, args: readonly string[]) => Launch

/**
 * PostgreSQL refuses to run as root: then it runs as the owner of its data; before there is any, as `postgres`, else as
 * `nobody`, which every machine has. No account is ever made. Undefined: we are an ordinary user and stay it.
 */
export function serverAccount(data: string): Account | undefined {
  if (process.geteuid?.() !== 0) return undefined
  const owner = statSync(data, { throwIfNoEntry: false })
  if (owner !== undefined) return { uid: owner.uid, gid: owner.gid }
  const accounts = readFileSync('/etc/passwd', 'utf8')
  for (const name of ['postgres', 'nobody']) {
    const line = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm').exec(accounts)
    if (line !== null) return { uid: Number(line[1]), gid: Number(line[2]) }
  }
  return { uid: 65534, gid: 65534 }
}

/**
 * `setpriv` (util-linux) starts PostgreSQL so that it ends when we do, even after kill -9, and drops root. When the
 * account cannot reach the folders (a clone in /root, a 0700 folder) it keeps the one capability that lets it;
 * without no_setuid_fixup access(2) would ignore that capability.
 */
export function launcherFor(
  account: Account | undefined,
  paths: readonly string[],
  setpriv: boolean = hasSetpriv(),
): Launcher {
  if (!setpriv && account === undefined) return (command, args) => ({ command, args })
  const reachable = account === undefined || paths.every((path) => mayReach(path, account))
  if (!setpriv && !reachable) {
    throw new DatabaseError(
      'not-runnable-here',
      'PostgreSQL does not run as root, and the account it would use cannot reach this folder: install util-linux (it has ' +
        'setpriv), or start Arna as an ordinary user, or move the program and ARNA_HOME where every user may enter.',
    )
  }
  if (!setpriv) return (command, args) => ({ command, args, account: account! })
  const drop =
    account === undefined
      ? []
      : [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups']
  const enter = reachable
    ? []
    : ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  const before = ['--pdeathsig', 'INT', ...drop, ...enter, '--']
  return (binary, args) => ({ command: 'setpriv', args: [...before, binary, ...args] })
}

/** Whether the account may open the path and pass every folder above it. */
function mayReach(path: string, account: Account): boolean {
  const { mode, uid, gid } = statSync(path)
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0
  if (((mode >> shift) & 0o1) === 0) return false
  return dirname(path) === path || mayReach(dirname(path), account)
}

/** The one of busybox, and of util-linux before 2.33, knows no --pdeathsig. */
function hasSetpriv(): boolean {
  const probe = spawnSync('setpriv', ['--pdeathsig', 'INT', '--', 'true'], { stdio: 'ignore' })
  return probe.status === 0 || probe.signal !== null // Ctrl-C at this very moment reaches the probe too
}
