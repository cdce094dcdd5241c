import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { openSyslog, type SyslogMessage } from './syslog.ts'

const message: SyslogMessage = {
  severity: 'notice',
  at: '2026-11-27T10:00:00.000000Z',
  word: 'seal',
  data: {},
  text: 'x'.repeat(1_000_000),
}

/** A server that accepts, and then neither reads nor hangs up. */
async function silentServer(): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('a syslog server that does not hang up is given up', async () => {
  const syslog = await openSyslog(await silentServer(), { silentMs: 50 })
  await syslog.send({ ...message, text: 'short' })
  await expect(syslog.close()).rejects.toThrow('is silent for 0.05 s')
})

test('a syslog server that does not read is given up', async () => {
  const syslog = await openSyslog(await silentServer(), { silentMs: 50 })
  const sendAll = async (): Promise<void> => {
    for (let count = 0; count < 100; count++) await syslog.send(message)
  }
  await expect(sendAll()).rejects.toThrow('is silent for 0.05 s')
})
