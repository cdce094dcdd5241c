import { chmodSync, existsSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { DatabaseError } from '../database-error.ts'
import { openDatabase } from '../open-database.ts'
import { systemCode } from '../system-code.ts'
import { findBinaries } from './binaries.ts'
import { type Attempt, checkDataFolder, explainFailure } from './explain-failure.ts'
import { initialise, readPassword } from './initialise.ts'
import { type Account, type Launch, launcherFor, serverAccount } from './launcher.ts'
import { clusterName, dataName, stopLeftBehind } from './left-behind.ts'
import { runServer, type ServerProcess } from './server-process.ts'

export interface EmbeddedOptions {
  /** Holds `postgres/` (the data) and `postgres-password`; made when it is missing. */
  readonly folder: string
  /** On 127.0.0.1 only. */
  readonly port: number
  /** Takes the server's log, line by line. */
  readonly log: (line: string) => void
  /** Further server settings; those for tests may trade durability for speed. */
  readonly settings?: Readonly<Record<string, string>>
}

export interface Embedded {
  /** The server's process. */
  readonly pid: number
  /** By its socket where the system has such, else by TCP. */
  url(databaseName: string): string
  /** Resolves with its last log lines when the server has ended, whoever ended it. */
  readonly ended: Promise<string>
  stop(): Promise<void>
  /** Immediate shutdown: the next start recovers from the log, nothing committed is lost. */
  kill(): void
}

/** Backends of a killed server end within moments; until then their shared memory bars the next server. */
const backendsEndMs = 5_000

/**
 * A real PostgreSQL of our own, durable (fsync is on), as root or as an ordinary user. It ends when this process ends,
 * and where the system has no means for that, the next start stops it. Throws DatabaseError with the way out.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { port, log } = options
  const folder = makeFolder(options)
  const attempt: Attempt = { folder, data: join(folder, dataName), port }
  const { postgres, initdb } = await findBinaries()
  const account = serverAccount(attempt.data)
  const launcher = launcherFor(account, [folder, postgres, dirname(dirname(postgres))])
  if (!existsSync(attempt.data)) await initialise(attempt, initdb, account, launcher)
  checkOwner(attempt, account)
  checkDataFolder(attempt)
  chmodSync(attempt.data, 0o700) // a copy may have lost it, and PostgreSQL insists
  await stopLeftBehind(folder, log)
  const password = readPassword(attempt)
  const settings = {
    listen_addresses: '127.0.0.1',
    cluster_name: clusterName(process.pid),
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...options.settings,
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const run = (sockets: '' | '.'): Promise<ServerProcess> => {
    const usual = ['-D', attempt.data, '-p', String(port), ...flags]
    const launch = launcher(postgres, [...usual, '-c', `unix_socket_directories=${sockets}`])
    return runWhenFree(launch, attempt, log)
  }
  let socket = socketFolder(attempt)
  const server = await run(socket === undefined ? '' : '.').catch((error: unknown) => {
    // Some file systems know no sockets.
    if (!(error instanceof DatabaseError) || error.code !== 'socket-refused') throw error
    socket = undefined
    return run('')
  })
  const way = socket === undefined ? '' : `?host=${encodeURIComponent(socket)}`
  const url = (name: string) =>
    `postgres://arna:${password}@127.0.0.1:${port}/${encodeURIComponent(name)}${way}`
  await checkAnswers(url('postgres'), server, attempt)
  return {
    pid: server.pid,
    url,
    ended: server.ended,
    stop: () => server.stop(),
    kill: () => server.kill(),
  }
}

/** Others may pass through (the server's account has to), not look; what is secret inside has a mode of its own. */
function makeFolder({ folder, port }: EmbeddedOptions): string {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o711 })
    return realpathSync(folder)
  } catch (error) {
    throw explainFolder(error, folder, port)
  }
}

/** What the systems allow: 104 bytes on macOS, 108 on Linux, with the zero at the end. */
const longestSocketPath = 103

/**
 * The data folder is its owner's alone, and so is the socket in it. Writing to it takes a third less of our processor time
 * than TCP over loopback. Undefined where there is none: on Windows, or when its path would be too long.
 */
function socketFolder({ data, port }: Attempt): string | undefined {
  if (process.platform === 'win32') return undefined
  const path = join(data, `.s.PGSQL.${port}`)
  return Buffer.byteLength(path) <= longestSocketPath ? data : undefined
}

function explainFolder(error: unknown, folder: string, port: number): DatabaseError {
  const code = systemCode(error)
  if (code !== 'EACCES' && code !== 'EROFS' && code !== 'EPERM') {
    return explainFailure(String(error), { folder, data: join(folder, dataName), port }, error)
  }
  return new DatabaseError(
    'wrong-owner',
    `The folder ${folder} cannot be made or written by this user: choose another place by ARNA_HOME.`,
    { cause: error },
  )
}

function checkOwner({ data }: Attempt, account: Account | undefined): void {
  const owner = statSync(data).uid
  if (account === undefined && owner === process.geteuid?.()) return
  if (account !== undefined && owner !== 0) return
  throw new DatabaseError(
    'wrong-owner',
    account === undefined
      ? `The data folder ${data} belongs to another user (number ${owner}): start Arna as that user, or choose another ARNA_HOME.`
      : `The data folder ${data} belongs to root, and PostgreSQL does not run as root: give it to an ordinary user (chown -R nobody ${data}), or choose another ARNA_HOME.`,
  )
}

/** Some damage shows only when somebody connects. */
async function checkAnswers(url: string, server: ServerProcess, attempt: Attempt): Promise<void> {
  const database = openDatabase(url, { max: 1 })
  try {
    await database.query('select')
  } catch (error) {
    server.kill()
    throw explainFailure(await server.ended, attempt, error)
  } finally {
    await database.close()
  }
}

async function runWhenFree(
  launch: Launch,
  attempt: Attempt,
  log: (line: string) => void,
): Promise<ServerProcess> {
  const end = performance.now() + backendsEndMs
  for (;;) {
    try {
      return await runServer(launch, attempt, log)
    } catch (error) {
      const passing = error instanceof DatabaseError && error.code === 'already-running'
      if (!passing || performance.now() > end) throw error
      await delay(100)
    }
  }
}
