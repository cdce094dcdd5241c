import { Agent, request } from 'node:http'
import { expect, test } from 'vitest'
import { httpRequest, readAnswer, trickle } from '../../live/raw.ts'
import { startSmallWorld } from '../../live/small-world.ts'
import { signedRequest } from '../../live/speak.ts'

test('a client that is quiet for longer than a request may take keeps its connection', async () => {
  const small = await startSmallWorld({ requestSeconds: 1 })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ask = () =>
    new Promise<{ status: number | undefined; port: number | undefined }>((resolve, reject) => {
      const sent = request(small.url, { agent, method: 'POST' }, (answer) => {
        answer.resume().on('end', () => resolve({ status: answer.statusCode, port }))
      })
      let port: number | undefined
      sent.on('socket', (socket) => {
        const read = (): unknown => (port = socket.localPort)
        if (socket.connecting) socket.once('connect', read)
        else read()
      })
      sent.on('error', reject).end(signedRequest({ in: small }))
    })

  const first = await ask()
  // Ends when a second and more have gone by.
  const cut = await trickle(httpRequest('', { Cookie: 'a'.repeat(10_000) }), { to: small })
  expect(readAnswer(cut).status).toBe(408)
  expect(await ask()).toEqual({ status: 200, port: first.port })
  agent.destroy()
})
