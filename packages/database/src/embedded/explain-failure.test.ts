import { describe, expect, test } from 'vitest'
import { explainFailure } from './explain-failure.ts'

const attempt = { folder: '/srv/arna', data: '/srv/arna/postgres', port: 8085 }

/** What the programs really say (PostgreSQL 18, util-linux, glibc, Node). */
const sayings = [
  [
    'LOG:  could not bind IPv4 address "127.0.0.1": Address already in use',
    'port-taken',
    'ARNA_PORT_BASE',
  ],
  [
    'PANIC:  could not write to file "pg_wal/xlogtemp.31": No space left on device',
    'disk-full',
    'free some space',
  ],
  ['initdb: error: could not write to file "x": No space left on device', 'disk-full', 'ARNA_HOME'],
  [
    'FATAL:  could not extend file "base/1/1255": wrote only 4096 of 8192 bytes at block 12\nHINT:  Check free disk space.',
    'disk-full',
    'free some space',
  ],
  ["Error: ENOSPC: no space left on device, mkdir '/srv/arna'", 'disk-full', 'free some space'],
  [
    'FATAL:  could not resize shared memory segment "/PostgreSQL.1" to 1048576 bytes: No space left on device',
    'memory-short',
    '/dev/shm',
  ],
  [
    'DETAIL:  The data directory was initialized by PostgreSQL version 17, which is not compatible with this version 18.4.',
    'data-of-another-version',
    'written by PostgreSQL 17 and this is 18.4',
  ],
  ['FATAL:  data directory "/srv/arna/postgres" has wrong ownership', 'wrong-owner', 'chown'],
  [
    'FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use',
    'already-running',
    'stop it',
  ],
  [
    '/x/postgres: error while loading shared libraries: libicuuc.so.60: cannot open shared object file',
    'binaries-incomplete',
    'lacks libicuuc.so.60',
  ],
  [
    'setpriv: failed to execute /x/postgres: No such file or directory',
    'unsupported-platform',
    'ARNA_DATABASE_URL',
  ],
  ['Error: spawn /x/initdb ENOENT', 'unsupported-platform', 'musl'],
  ['setpriv: setresuid failed: Operation not permitted', 'not-runnable-here', 'ordinary user'],
  ['PANIC:  could not locate a valid checkpoint record at 0/1', 'data-broken', 'backup'],
  ['something nobody expected', 'start-failed', 'something nobody expected'],
  ['', 'start-failed', 'it said nothing'],
] as const

describe('explainFailure', () => {
  test.each(sayings)('%s: %s', (said, code, wayOut) => {
    const error = explainFailure(said, attempt)
    expect(error.code).toBe(code)
    expect(error.message).toContain(wayOut)
  })

  test.each(sayings)('tells it in one line: %s', (said) => {
    expect(explainFailure(`${said}\n`, attempt).message).not.toContain('\n')
  })
})
