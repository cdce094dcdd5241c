import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { httpRequest } from '../../live/raw.ts'
import { startSmallWorld } from '../../live/small-world.ts'
import { post, signedRequest } from '../../live/speak.ts'

test('an answer that nobody takes is not held for ever', async () => {
  const small = await startSmallWorld({ requestSeconds: 1 })
  const { hostname, port } = new URL(small.url)
  const held = async (): Promise<number> => {
    const metrics = await (await fetch(new URL('/metrics', small.url))).text()
    return Number(/^arna_bytes_under_way (\d+)$/m.exec(metrics)?.[1])
  }
  const payload = `<a>${'x'.repeat(9_000_000)}</a>`
  const deaf = connect({ host: hostname, port: Number(port) }).pause()
  deaf.write(httpRequest(signedRequest({ in: small, payload }), { Connection: '' }))
  await once(deaf, 'readable')
  expect(await held()).toBeGreaterThan(9_000_000)
  await expect.poll(held, { timeout: 15_000 }).toBe(0)
  deaf.destroy()

  expect((await post(signedRequest({ in: small }), { to: small })).status).toBe(200)
})
