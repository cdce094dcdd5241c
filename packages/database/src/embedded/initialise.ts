import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseError } from '../database-error.ts'
import { explainFailure, explainInitialisation, type Attempt } from './explain-failure.ts'
import type { Account, Launcher } from './launcher.ts'
import { serverEnvironment } from './server-process.ts'

const passwordName = 'postgres-password'

/**
 * Makes the data folder under another name and renames it when it is whole: what an interrupted start leaves is never
 * taken for data. The password is random and lies beside, readable for its owner alone.
 */
export async function initialise(
  attempt: Attempt,
  initdb: string,
  account: Account | undefined,
  launcher: Launcher,
): Promise<void> {
  const unfinished = `${attempt.data}.unfinished`
  const password = join(attempt.folder, `${passwordName}.unfinished`)
  rmSync(unfinished, { recursive: true, force: true })
  rmSync(password, { force: true })
  try {
    mkdirSync(unfinished, { mode: 0o700 })
    writeFileSync(password, randomBytes(24).toString('hex'), { mode: 0o600 })
    if (account)
      for (const path of [unfinished, password]) chownSync(path, account.uid, account.gid)
    await run(
      launcher(initdb, [
        `--pgdata=${unfinished}`,
        '--username=arna',
        `--pwfile=${password}`,
        '--auth=scram-sha-256',
        '--locale=C',
        '--encoding=UTF8',
        '--no-instructions',
      ]),
      attempt,
    )
    if (account) chownSync(password, process.geteuid!(), process.getegid!())
    renameSync(password, join(attempt.folder, passwordName))
    renameSync(unfinished, attempt.data)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    rmSync(password, { force: true })
    throw error instanceof DatabaseError ? error : explainFailure(String(error), attempt, error)
  }
}

export function readPassword({ folder }: Attempt): string {
  const path = join(folder, passwordName)
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    throw new DatabaseError(
      'password-missing',
      `The password of the embedded PostgreSQL cannot be read from ${path}: bring the file back from a backup, as the user that owns it.`,
      { cause: error },
    )
  }
}

function run(launch: ReturnType<Launcher>, attempt: Attempt): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(launch.command, launch.args, {
      env: serverEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      ...launch.account,
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (said += text))
    }
    child.once('error', (error) => reject(explainFailure(String(error), attempt, error)))
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(explainInitialisation(said, attempt)),
    )
  })
}
