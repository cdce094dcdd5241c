import { existsSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { expectRefusal, post, signedRequest } from '../../live/speak.ts'
import { startWorld } from '../../live/world.ts'

test('its carrier is away: for a while the last good registry holds, over a restart too, and then nobody knows', async () => {
  const started = await startWorld(inject('throwawayServer'), {
    members: ['client'],
    registryByFile: true,
    registryMaxAgeSeconds: 12,
  })
  onTestFinished(started.stop)
  const { world: small, gateway } = started
  const send = () => post(signedRequest({ in: small }), { to: small })
  const copy = join(dirname(small.registryFile), 'state', 'registry-conformance.jws')
  await expect.poll(() => existsSync(copy)).toBe(true)
  renameSync(small.registryFile, `${small.registryFile}.away`)
  await gateway.kill()
  await gateway.start()
  expect((await send()).status).toBe(200)
  await expect.poll(async () => (await send()).status, { timeout: 20_000 }).toBe(500)
  await expectRefusal(await send(), 'registry-unavailable', { in: small })
  const ready = await fetch(new URL('/readyz', small.url))
  expect([ready.status, await ready.text()]).toEqual([503, 'the registry is too old\n'])
  renameSync(`${small.registryFile}.away`, small.registryFile)
  await expect.poll(async () => (await send()).status, { timeout: 5_000 }).toBe(200)
}, 60_000)
