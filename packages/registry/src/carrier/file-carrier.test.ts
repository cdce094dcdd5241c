import { mkdir, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { signSnapshot } from '../snapshot.ts'
import { publicationKeys, testSource } from '../test-setup/registry-source.ts'
import { watching } from '../test-setup/watching.ts'
import type { RegistrySource } from '../words.ts'
import { fileCarrier } from './file-carrier.ts'

const { privateKey: key, publicKey } = publicationKeys()
let source: RegistrySource
let path: string

beforeAll(async () => {
  source = await testSource()
})
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'arna carrier '))
  path = join(folder, 'snapshot.jws')
  onTestFinished(() => rm(folder, { recursive: true }))
})

const snapshot = (number: number): string =>
  signSnapshot(source, { number, publishedAt: new Date(0), key })

async function replace(text: string): Promise<void> {
  await writeFile(`${path}.new`, text)
  await rename(`${path}.new`, path)
}

describe('a file that carries the registry', () => {
  test('is taken as it is, and again whenever it was replaced', async () => {
    await replace(snapshot(1))
    const { watch, next } = watching(fileCarrier(path), publicKey)
    expect((await watch.ready).number).toBe(1)
    for (const number of [2, 3]) {
      const changed = next('change')
      await replace(snapshot(number))
      expect((await changed).number).toBe(number)
    }
  })

  test('may be missing at first, and is told once', async () => {
    const { watch, next, looked, failures } = watching(fileCarrier(path), publicKey)
    await next('unreachable')
    await looked(2)
    expect(failures).toHaveLength(1)
    await replace(snapshot(1))
    expect((await watch.ready).number).toBe(1)
  })

  test('of which half was written is refused once, and taken when it is whole', async () => {
    await replace(snapshot(1))
    const { watch, next, looked, refusals } = watching(fileCarrier(path), publicKey)
    await watch.ready
    const refused = next('refused')
    const whole = snapshot(2)
    await writeFile(path, whole.slice(0, whole.length / 2))
    expect((await refused).code).toBe('snapshot-malformed')
    await looked(3)
    expect(watch.current()!.number).toBe(1)
    const before = refusals.length
    const changed = next('change')
    await writeFile(path, whole)
    expect((await changed).number).toBe(2)
    // Between emptying and filling the file a look may have seen nothing or a part; no more than that.
    expect(refusals.length - before).toBeLessThanOrEqual(1)
  })

  test('that went back to an older number is refused and told', async () => {
    await replace(snapshot(2))
    const { watch, next, looked, refusals } = watching(fileCarrier(path), publicKey)
    await watch.ready
    const refused = next('refused')
    await replace(snapshot(1))
    expect((await refused).code).toBe('snapshot-not-newer')
    const checkedAt = watch.checkedAt()
    await looked(3)
    expect(refusals).toHaveLength(1)
    expect(watch.checkedAt()).toEqual(checkedAt)
    expect(watch.current()!.number).toBe(2)
  })

  test('that was written again with the same bytes is no news', async () => {
    await replace(snapshot(2))
    const { watch, looked, refusals } = watching(fileCarrier(path), publicKey)
    await watch.ready
    await replace(snapshot(2))
    await looked(3)
    expect(refusals).toEqual([])
  })

  test('is not read when it is huge or no ordinary file', async () => {
    await writeFile(path, '')
    await truncate(path, 10 * 1024 ** 3)
    const huge = watching(fileCarrier(path), publicKey)
    expect(String(await huge.next('unreachable'))).toContain('larger than')
    await rm(path)
    await mkdir(path)
    const folder = watching(fileCarrier(path), publicKey)
    expect(String(await folder.next('unreachable'))).toContain('no ordinary file')
  })
})
