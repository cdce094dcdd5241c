import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { Registry } from '@arna/registry'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Reply } from '../exchange.ts'
import { BytesUnderWay } from './bytes-under-way.ts'
import { type Door, openDoor } from './door.ts'

const registry = new Registry(
  {
    environment: 'test',
    contour: 'inner',
    organisations: [],
    systems: [],
    services: [],
    connections: [],
  },
  { number: 1, publishedAt: new Date(0) },
)

async function openAt(options: Partial<Door>): Promise<number> {
  const app = openDoor({
    underWay: new BytesUnderWay(1_000_000_000),
    publicUrl: undefined,
    requestSeconds: 60,
    registry: () => registry,
    accept: () => Promise.reject(new Error('nobody sends')),
    refuse: () => Promise.reject(new Error('nobody sends')),
    ready: async () => undefined,
    metrics: async () => ({ text: '', contentType: 'text/plain' }),
    servesMetrics: false,
    ...options,
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => app.close())
  return (app.server.address() as AddressInfo).port
}

async function speak(port: number, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(text)
  return socket
}

const request =
  'POST /bip-sync/ HTTP/1.1\r\nHost: a\r\nContent-Type: text/xml\r\nContent-Length: 4\r\n\r\n<a/>'

describe('a door', () => {
  test('counts an answer that is read slowly as long as it is held', async () => {
    const bytes = Buffer.alloc(64 * 1024 * 1024)
    const reply: Reply = { status: 200, contentType: 'text/xml', bytes }
    const underWay = new BytesUnderWay(1_000_000_000)
    const port = await openAt({ underWay, accept: async () => reply })
    const socket = await speak(port, request)
    await once(socket, 'readable')
    expect(underWay.held).toBeGreaterThanOrEqual(bytes.length)
    socket.destroy()
    await vi.waitFor(() => expect(underWay.held).toBe(0))
  })

  test('counts no answer for whom nobody is there any more', async () => {
    const underWay = new BytesUnderWay(1_000_000_000)
    const answer = Promise.withResolvers<Reply>()
    const asked = Promise.withResolvers<void>()
    const port = await openAt({
      underWay,
      accept: () => {
        asked.resolve()
        return answer.promise
      },
    })
    const socket = await speak(port, request)
    await asked.promise
    socket.resetAndDestroy()
    await vi.waitFor(() => expect(underWay.held).toBe(0))
    answer.resolve({ status: 200, contentType: 'text/xml', bytes: Buffer.alloc(100_000) })
    await answer.promise
    await vi.waitFor(() => expect(underWay.held).toBe(0))
  })

  test('asks the database once, however many strangers ask whether it is ready', async () => {
    const database = Promise.withResolvers<void>()
    let questions = 0
    const ready = (): Promise<void> => {
      questions++
      return database.promise
    }
    const port = await openAt({ ready })
    const text = 'GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n'
    const sockets = await Promise.all(Array.from({ length: 20 }, () => speak(port, text)))
    // The question after all of these is answered, so they were asked.
    const alive = await fetch(`http://127.0.0.1:${port}/healthz`)
    expect(alive.status).toBe(200)
    database.resolve()
    for (const socket of sockets) {
      const [answer] = (await once(socket, 'data')) as [Buffer]
      expect(answer.toString()).toContain('200 OK')
      socket.destroy()
    }
    expect(questions).toBe(1)
  })
})
