import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Launch } from './contestant-process.ts'

/** A peer that can be started, or the reason why not. */
export type Peer = Launch | Skipped

/** Why somebody does not take part. */
export interface Skipped {
  readonly skipped: string
}

const source = (name: string): string => fileURLToPath(new URL(`../peers/${name}`, import.meta.url))

/** C: libxml2 and libxmlsec1 as Debian ships them. Compiled into the folder. */
export function libxmlsec(folder: string, certificatePath: string): Peer {
  const modules = ['pkg-config', '--cflags', '--libs', 'xmlsec1-openssl', 'libxml-2.0']
  const packages = ['gcc', 'libc6-dev', 'pkg-config', 'libxml2-dev', 'libxmlsec1-dev']
  const missing = provide(() => run(['gcc', '--version']).ok && run(modules).ok, packages)
  if (missing !== undefined) return { skipped: missing }
  const program = join(folder, 'libxmlsec')
  const flags = run(modules).output.trim().split(/\s+/)
  const built = run(['gcc', '-O2', '-o', program, source('libxmlsec.c'), ...flags])
  if (!built.ok) return { skipped: `gcc could not build it: ${built.output}` }
  return { command: [program, certificatePath], warmUpMs: 1_000 }
}

/** JDK 17: XMLDSig of the platform. */
export function jdk(folder: string, certificatePath: string): Peer {
  const classes = jdkClasses(folder, 'JdkXmlSignature')
  if ('skipped' in classes) return classes
  return {
    command: ['java', ...jdkFlags, '-cp', folder, 'JdkXmlSignature', certificatePath],
    warmUpMs: 30_000,
  }
}

/** One processor, as a server would run it. */
export const jdkFlags = ['-server', '-XX:ActiveProcessorCount=1'] as const

/** Compiles a peer into the folder. */
export function jdkClasses(folder: string, name: string): { readonly folder: string } | Skipped {
  const missing = provide(
    () => / 17\./.test(run(['javac', '--version']).output) && run(['java', '--version']).ok,
    ['openjdk-17-jdk-headless'],
  )
  if (missing !== undefined) return { skipped: missing }
  const built = run(['javac', '-encoding', 'UTF-8', '-d', folder, source(`${name}.java`)])
  return built.ok ? { folder } : { skipped: `javac could not build it: ${built.output}` }
}

export const xmlCrypto = (certificatePath: string): Launch => ({
  command: [process.execPath, source('xml-crypto.ts'), certificatePath],
  warmUpMs: 5_000,
})

export const nodeCrypto = (keyPath: string): Launch => ({
  command: [process.execPath, source('node-crypto.ts'), keyPath],
  warmUpMs: 2_000,
})

/** Installs Debian packages when that is needed and allowed; says in a word why it could not. */
function provide(isThere: () => boolean, packages: readonly string[]): string | undefined {
  if (isThere()) return undefined
  const wanted = packages.join(' ')
  if (process.getuid?.() !== 0 || !run(['apt-get', '--version']).ok) {
    return `needs the Debian packages ${wanted}`
  }
  console.log(`  installing ${wanted}`)
  run(['apt-get', 'update', '-q'])
  const installed = run(['apt-get', 'install', '-y', '-q', '--no-install-recommends', ...packages])
  return installed.ok && isThere() ? undefined : `apt-get could not install ${wanted}`
}

function run([program, ...args]: readonly string[]): { ok: boolean; output: string } {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status, stdout, stderr } = spawnSync(program!, args, { encoding: 'utf8', env })
  return { ok: status === 0, output: status === 0 ? stdout : `${stdout}${stderr}` }
}
