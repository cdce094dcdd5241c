import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { httpRequest } from '../../live/raw.ts'
import { startSmallWorld } from '../../live/small-world.ts'
import { post, signedRequest } from '../../live/speak.ts'

test('bytes of strangers who do not come to an end are bounded over all connections', async () => {
  const small = await startSmallWorld({ maxBytesUnderWay: 1_000_000 })
  const { hostname, port } = new URL(small.url)
  const stranger = connect({ host: hostname, port: Number(port) })
  stranger.write(httpRequest('', { 'Content-Length': '950000' }) + ' '.repeat(900_000))

  const held = async (): Promise<number> => {
    const metrics = await (await fetch(new URL('/metrics', small.url))).text()
    return Number(/^arna_bytes_under_way (\d+)$/m.exec(metrics)?.[1])
  }
  await expect.poll(held, { timeout: 10_000 }).toBe(900_000)

  const payload = `<data>${'x'.repeat(200_000)}</data>`
  const ask = () => post(signedRequest({ in: small, payload }), { to: small })
  expect((await ask()).text).toContain('<errorData>gateway-overloaded')
  stranger.destroy()
  await expect.poll(held, { timeout: 10_000 }).toBe(0)
  // What was answered is given back: the sum of these is far above the limit.
  for (let count = 0; count < 10; count++) expect((await ask()).status).toBe(200)
})
