import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The gateway as `npm start` runs it, with data and ports of its own. */
export interface RunningDemo {
  /** Path of demo.json, the material for own experiments. */
  readonly material: string
  /** What `arna` has to know to speak to this demo. */
  readonly env: NodeJS.ProcessEnv
  stop(): Promise<void>
}

const portsOfTheDemo = 20

export async function startDemo(): Promise<RunningDemo> {
  const home = mkdtempSync(join(tmpdir(), 'arna-interop-'))
  const portBase = await freePorts()
  const main = fileURLToPath(new URL('../../apps/demo/src/main.ts', import.meta.url))
  const env = { ...process.env, ARNA_HOME: home, ARNA_PORT_BASE: String(portBase) }
  const child = spawn(process.execPath, [main], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    rmSync(home, { recursive: true, force: true })
  }
  try {
    await ready(child)
  } catch (error) {
    await stop()
    throw error
  }
  return { material: join(home, 'demo', 'demo.json'), env, stop }
}

/** The last line of the start comes after the demo's own first message went through. */
function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = ''
    const listen = (chunk: Buffer): void => {
      output += chunk.toString()
      if (output.includes('Press Ctrl-C to stop')) resolve()
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('exit', (code) =>
      reject(new Error(`the demo ended with ${code} before it was ready:\n${output}`)),
    )
  })
}

/** A base with that many free ports behind it. */
async function freePorts(): Promise<number> {
  for (;;) {
    const base = 20_000 + portsOfTheDemo * Math.floor(Math.random() * 500)
    const ports = Array.from({ length: portsOfTheDemo }, (_, index) => base + index)
    const free = await Promise.all(ports.map(isFree))
    if (free.every(Boolean)) return base
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
