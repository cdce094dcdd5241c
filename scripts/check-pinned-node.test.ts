import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')
const name = 'node-v24.0.0-linux-x64'
const binary = 'the bytes of node'
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'arna-archive-'))
  mkdirSync(join(folder, name, 'bin'), { recursive: true })
  writeFileSync(join(folder, name, 'bin', 'node'), binary)
  spawnSync('tar', ['-czf', `${name}.tar.gz`, name], { cwd: folder })
})
afterAll(() => rmSync(folder, { recursive: true }))

function check(official: string, pinned: string): { status: number | null; said: string } {
  const sums = join(folder, 'SHASUMS256.txt')
  const list = join(folder, 'pinned-node.json')
  writeFileSync(sums, `${sha256('other')}  node-v24.0.0.pkg\n${official}  ${name}.tar.gz\n`)
  const archive = `https://nodejs.org/dist/v24.0.0/${name}.tar.gz`
  const binaries = { 'linux-x64': { archive, sha256: pinned } }
  writeFileSync(list, JSON.stringify({ version: '24.0.0', binaries }))
  const script = join(import.meta.dirname, 'check-pinned-node.mjs')
  const done = spawnSync(
    process.execPath,
    [script, 'linux-x64', join(folder, `${name}.tar.gz`), sums, list],
    { encoding: 'utf8' },
  )
  return { status: done.status, said: done.stdout + done.stderr }
}

const archiveSha256 = () => sha256(readFileSync(join(folder, `${name}.tar.gz`)))

describe('check-pinned-node', () => {
  test('is content when the official archive holds the pinned binary', () => {
    const { status, said } = check(archiveSha256(), sha256(binary))
    expect(said).toContain(`bin/node of ${name}.tar.gz is the one that is pinned`)
    expect(status).toBe(0)
  })

  test('refuses an archive that the official list does not confirm', () => {
    const { status, said } = check(sha256('another archive'), sha256(binary))
    expect(said).toContain('is not the official archive')
    expect(status).toBe(1)
  })

  test('refuses a pinned binary that is not in the official archive', () => {
    const { status, said } = check(archiveSha256(), sha256('another binary'))
    expect(said).toContain('the npm package holds another binary')
    expect(status).toBe(1)
  })
})
