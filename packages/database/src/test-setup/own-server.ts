import { spawn } from 'node:child_process'
import { chownSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Embedded, startEmbedded } from '../index.ts'

/** Folders and servers of one test file; `clear` stops and removes them all. */
export function testPlace() {
  const base = mkdtempSync(join(tmpdir(), 'arna database ')) // with spaces, and mode 0700
  const running: Embedded[] = []
  return {
    base,
    folder: (name: string): string => join(base, name),
    start: async (folder: string, settings: Record<string, string> = {}): Promise<Embedded> => {
      const server = await startEmbedded({
        folder,
        port: await freePort(),
        log: () => {},
        settings,
      })
      running.push(server)
      return server
    },
    clear: async (): Promise<void> => {
      await Promise.all(running.map((server) => server.stop()))
      rmSync(base, { recursive: true, force: true })
    },
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

const face = new URL('../index.ts', import.meta.url).href

/**
 * A process of its own that starts a server and tells its number: as `user`, or on a machine that has no setpriv. It
 * stays until it is killed. Rejects with what it wrote when it ends before.
 */
export async function startElsewhere(
  folder: string,
  { user, setpriv = true }: { user?: number; setpriv?: boolean } = {},
): Promise<{ parent: number; server: number; kill(): Promise<void> }> {
  const port = await freePort()
  const code = `
    const { startEmbedded } = await import(${JSON.stringify(face)})
    const options = { folder: ${JSON.stringify(folder)}, port: ${port}, log: () => {} }
    const { pid } = await startEmbedded(options).catch((error) => {
      console.error(error.message)
      process.exit(1)
    })
    console.log('pid ' + pid)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: '/',
    env: setpriv ? process.env : { PATH: '/nowhere' },
    ...(user === undefined ? {} : { uid: user, gid: user }),
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let said = ''
  const server = await new Promise<number>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
        const pid = /^pid (\d+)$/m.exec(said)?.[1]
        if (pid !== undefined) resolve(Number(pid))
      })
    }
    void ended.then(() => reject(new Error(said)))
  })
  return {
    parent: child.pid!,
    server,
    kill: () => {
      child.kill('SIGKILL')
      return ended
    },
  }
}

/** Whether the process is there and no zombie. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

export function chownAll(path: string, uid: number, gid: number): void {
  chownSync(path, uid, gid)
  for (const name of readdirSync(path, { recursive: true, encoding: 'utf8' })) {
    chownSync(join(path, name), uid, gid)
  }
}

/** Whether every user may go as far as this folder. */
export function isOpenToAll(folder: string): boolean {
  const passable = (statSync(folder).mode & 0o5) === 0o5
  return passable && (dirname(folder) === folder || isOpenToAll(dirname(folder)))
}
