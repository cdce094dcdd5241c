import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { AsyncWorld } from './async-world.ts'
import type { Member } from './member.ts'

const launcher = join(import.meta.dirname, '../../apps/cli/arna.mjs')

interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Somebody at a terminal, with a folder of their own. */
export interface Terminal {
  readonly folder: string
  arna(...words: string[]): Promise<Ran>
  leave(): void
}

/** The operator of the world's gateways: the database is known, nothing else. */
export function operatorOf({ databaseUrl }: AsyncWorld): Terminal {
  return terminal({ ARNA_DATABASE_URL: databaseUrl }, [])
}

/** A member with its key, its certificate and its password in files. */
export function memberAt({ pair, name, password, door }: Member, world: AsyncWorld): Terminal {
  const files = '--password-file password --key my.key --cert my.crt --gateway-cert gateway.crt'
  const at = terminal({}, ['--url', door!.url, '--sender', name, ...files.split(' ')])
  const contents = {
    'my.key': pair.key.export({ type: 'pkcs8', format: 'pem' }),
    'my.crt': pair.certificate.pem,
    'gateway.crt': world.gatewayCertificate.pem,
    password,
    'payload.xml': '<ask xmlns="urn:q">Сәлем</ask>',
  }
  for (const [file, content] of Object.entries(contents))
    writeFileSync(join(at.folder, file), content)
  return at
}

function terminal(env: Readonly<Record<string, string>>, always: readonly string[]): Terminal {
  const folder = mkdtempSync(join(tmpdir(), 'arna terminal '))
  return {
    folder,
    leave: () => rmSync(folder, { recursive: true, force: true }),
    arna: async (...words) => {
      const child = spawn(process.execPath, [launcher, ...words, ...always], {
        cwd: folder,
        env: { PATH: process.env['PATH'] ?? '', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
      const [stdout, stderr] = await Promise.all([buffer(child.stdout), buffer(child.stderr)])
      return { code: await ended, stdout: stdout.toString(), stderr: stderr.toString() }
    },
  }
}
