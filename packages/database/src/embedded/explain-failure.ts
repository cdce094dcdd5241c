import { existsSync } from 'node:fs'
import { DatabaseError, type DatabaseErrorCode } from '../database-error.ts'

export interface Attempt {
  readonly folder: string
  readonly data: string
  readonly port: number
}

interface Explanation {
  readonly sign: RegExp
  readonly code: DatabaseErrorCode
  readonly sentence: (attempt: Attempt, match: RegExpExecArray) => string
}

const damaged = ({ data }: Attempt, reason = 'no reason was told') =>
  `The data folder ${data} is damaged (${reason}): bring it back from a backup, or move it away and start again with an empty one.`

/** What PostgreSQL, initdb or setpriv say when they cannot start, and what it means for the operator. First match counts. */
const explanations: readonly Explanation[] = [
  {
    sign: /could not create any Unix-domain sockets/,
    code: 'socket-refused',
    sentence: ({ data }) =>
      `PostgreSQL can make no socket in ${data}: choose a place on another file system by ARNA_HOME.`,
  },
  {
    sign: /Address already in use|could not create any TCP\/IP sockets/,
    code: 'port-taken',
    sentence: ({ port }) =>
      `Port ${port} is taken by another program, and the embedded PostgreSQL needs it: stop that program or move all ports by ARNA_PORT_BASE.`,
  },
  {
    sign: /could not (?:resize|create|open) shared memory.*|shared memory segment.*No space/,
    code: 'memory-short',
    sentence: (_, [reason]) =>
      `PostgreSQL gets no shared memory (${reason}): give the container a larger /dev/shm, or the machine more memory.`,
  },
  {
    sign: /No space left on device|Disk quota exceeded|ENOSPC|EDQUOT|Check free disk space|wrote only \d+ of \d+/,
    code: 'disk-full',
    sentence: ({ folder }) =>
      `The disk that holds ${folder} is full: free some space (the embedded PostgreSQL needs about 100 MB to start), or choose another place by ARNA_HOME.`,
  },
  {
    sign: /initialized by PostgreSQL version (\S+), which is not compatible with this version (\d[\d.]*\d)/,
    code: 'data-of-another-version',
    sentence: ({ data }, [, theirs, ours]) =>
      `The data in ${data} was written by PostgreSQL ${theirs} and this is ${ours}: run the release of Arna that wrote it, or dump it there and load it here, or choose another ARNA_HOME.`,
  },
  {
    sign: /wrong ownership|must be started by the user that owns|could not change permissions of directory/,
    code: 'wrong-owner',
    sentence: ({ data }) =>
      `The data folder ${data} does not belong to the user that runs PostgreSQL: give it back (chown -R), or choose another ARNA_HOME.`,
  },
  {
    sign: /pre-existing shared memory block/,
    code: 'already-running',
    sentence: ({ data }) =>
      `Another PostgreSQL still works on ${data}: wait until it has ended, or stop it.`,
  },
  {
    sign: /error while loading shared libraries: (\S+?):/,
    code: 'binaries-incomplete',
    sentence: (_, [, library]) =>
      `The installed PostgreSQL lacks ${library}: remove node_modules and install again with install scripts allowed (npm ci --ignore-scripts=false).`,
  },
  {
    sign: /setpriv: failed to execute .*: No such file|spawn .* ENOENT/,
    code: 'unsupported-platform',
    sentence: () =>
      'The embedded PostgreSQL cannot run on this system (it needs glibc; Alpine and others have musl): set ARNA_DATABASE_URL to a PostgreSQL 15 or later of your own.',
  },
  {
    sign: /setpriv: (.*)/,
    code: 'not-runnable-here',
    sentence: (_, [, reason]) =>
      `PostgreSQL does not run as root and root may not hand over to another user here (${reason}): start Arna as an ordinary user, or allow the container SETUID, SETGID, SETPCAP and DAC_OVERRIDE.`,
  },
  {
    sign: /FATAL:\s+([^\n]*)[^]*(?:startup process failure|all server processes terminated)/,
    code: 'data-broken',
    sentence: (attempt, [, reason]) => damaged(attempt, reason),
  },
  {
    sign: /(?:is not a valid data directory|could not (?:open|read|access|find|locate)[^\n]*|invalid (?:primary )?checkpoint[^\n]*|PANIC:[^\n]*|syntax error in file[^\n]*|incorrect checksum in control file[^\n]*)/,
    code: 'data-broken',
    sentence: (attempt, [reason]) => damaged(attempt, reason),
  },
]

/** The sentence for an operator out of what the failed program wrote, or out of a failed system call. */
export function explainFailure(said: string, attempt: Attempt, cause?: unknown): DatabaseError {
  for (const { sign, code, sentence } of explanations) {
    const match = sign.exec(said)
    if (match !== null) return new DatabaseError(code, sentence(attempt, match), { cause })
  }
  return notStarted('The embedded PostgreSQL did not start', said, cause)
}

/** The same for the making of the data folder: then there are no data yet that could be damaged. */
export function explainInitialisation(said: string, attempt: Attempt): DatabaseError {
  const error = explainFailure(said, attempt)
  if (error.code !== 'data-broken') return error
  return notStarted(`The embedded PostgreSQL could not make ${attempt.data}`, said)
}

function notStarted(what: string, said: string, cause?: unknown): DatabaseError {
  const last = said.trim().split('\n').slice(-3).join(' · ') || 'it said nothing'
  return new DatabaseError('start-failed', `${what}: ${last}`, { cause })
}

/** What can be seen before the server is asked: a folder that never was, or is no longer, a data folder. */
export function checkDataFolder(attempt: Attempt): void {
  for (const name of ['PG_VERSION', 'postgresql.conf', 'global/pg_control']) {
    if (existsSync(`${attempt.data}/${name}`)) continue
    throw new DatabaseError('data-broken', damaged(attempt, `${name} is missing`))
  }
}
