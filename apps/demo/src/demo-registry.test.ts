import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publishSnapshot, readRegistryYaml } from '@arna/registry'
import { throwawayDatabase, type ThrowawayDatabase } from '@arna/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { demoKeys } from './demo-keys.ts'
import { readKept, writeMaterial } from './demo-material.ts'
import { publishRegistries, writeRegistries } from './demo-registry.ts'

const yearMs = 365 * 24 * 60 * 60 * 1000
const later = (): Date => new Date(Date.now() + yearMs)

describe('the registry of the demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'arna-registry-'))
  const file = join(folder, 'registry-test-inner.yaml')
  let own: { test: ThrowawayDatabase; production: ThrowawayDatabase }

  beforeAll(async () => {
    own = { test: await throwawayDatabase(), production: await throwawayDatabase() }
  })
  afterAll(async () => {
    await Promise.all([own.test.drop(), own.production.drop()])
    rmSync(folder, { recursive: true })
  })

  async function start(portBase: number, now = new Date()) {
    const { ports } = readConfig({ ARNA_PORT_BASE: String(portBase) }, '/')
    const keys = await demoKeys(folder, now)
    const kept = readKept(folder)
    await writeRegistries(folder, kept, ports)
    const databases = { test: own.test.url, production: own.production.url }
    const publications = await publishRegistries(folder, keys, databases, now)
    return {
      doubts: publications.doubts,
      numbers: publications.snapshots.map(({ number }) => number),
      published: publications.snapshots.filter(({ isNew }) => isNew).length,
      ...writeMaterial(folder, keys, ports, kept.password),
      made: keys.made,
    }
  }

  test('is published once', async () => {
    expect(await start(9000)).toMatchObject({
      numbers: [1, 1, 1, 1],
      published: 4,
      made: 9,
      doubts: [],
    })
    expect(await start(9000)).toMatchObject({ numbers: [1, 1, 1, 1], published: 0, made: 0 })
  })

  test('is published again where a person changed the file, and keeps the change', async () => {
    const text = readFileSync(file, 'utf8').replace('maxTimeSeconds: 30', 'maxTimeSeconds: 20')
    writeFileSync(file, text)
    expect(await start(9000)).toMatchObject({ numbers: [2, 1, 1, 1], published: 1 })
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  test('leaves in force what was imported by other ways, until the file is changed', async () => {
    const keys = await demoKeys(folder, new Date())
    const source = await readRegistryYaml(readFileSync(file, 'utf8'), { folder })
    const imported = { ...source, connections: [] }
    await publishSnapshot(own.test.database, imported, { key: keys.publication.key })
    expect(await start(9000)).toMatchObject({ numbers: [3, 1, 1, 1], published: 0 })
  })

  test('moves along with the ports', async () => {
    expect(await start(9100)).toMatchObject({ numbers: [4, 2, 2, 2], published: 4 })
    expect(readFileSync(file, 'utf8')).toMatch(
      /url: http:\/\/127.0.0.1:9106\/\n.*\n +maxTimeSeconds: 20/,
    )
  })

  test('follows certificates that were renewed because they ran out', async () => {
    expect(await start(9100, later())).toMatchObject({ made: 7, published: 4 })
    expect(await start(9100, later())).toMatchObject({ made: 0, published: 0 })
  })

  test('tells what may be a mistake', async () => {
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace('iin: "000101500013"', 'iin: "000101500024"'))
    const { doubts } = await start(9100, later())
    expect(doubts).toEqual([expect.stringMatching(/registry-test-inner\.yaml: demo-client: .+IIN/)])
    writeFileSync(file, text)
  })

  test('names the file and the line of a mistake', async () => {
    writeFileSync(file, readFileSync(file, 'utf8').replace('owner: demo-service', 'owner: nobody'))
    await expect(start(9100)).rejects.toThrow(
      /registry-test-inner\.yaml is no registry, mend or delete it:\n +line \d+/,
    )
  })
})
