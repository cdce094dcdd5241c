import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface GatewayFiles {
  readonly config: string
  readonly log: string
  /** A module that the process loads first: how a rule puts a defect into it. */
  readonly preload?: string | undefined
  /** For the preloaded module. */
  readonly env?: Readonly<Record<string, string>> | undefined
  /** Called with the process before its doors are open. */
  readonly onStart?: (child: ChildProcess) => void
}

/** What one process has compiled is not compiled by the next: hundreds of them start where they are killed. */
const compiled = join(import.meta.dirname, '../../node_modules/.cache/arna-gateway')

/** The real program, as an operator would start it. Resolves when its doors are open. */
export async function startGateway({
  config,
  log,
  preload,
  env,
  onStart,
}: GatewayFiles): Promise<ChildProcess> {
  const main = join(import.meta.dirname, '../../apps/gateway/src/main.ts')
  const child = fork(main, {
    env: {
      ...process.env,
      ...env,
      ARNA_CONFIG: config,
      NODE_OPTIONS: '',
      NODE_COMPILE_CACHE: compiled,
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: preload === undefined ? [] : ['--import', preload],
  })
  onStart?.(child)
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', (code) => {
      const logged = readFileSync(log, 'utf8').slice(-2000)
      reject(new Error(`the gateway ended with ${code}: ${said}${logged}`))
    })
  })
  return child
}

export async function stopGateway(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}
