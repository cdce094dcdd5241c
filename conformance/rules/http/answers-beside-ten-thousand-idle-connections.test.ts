import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { startSmallWorld } from '../../live/small-world.ts'
import { post, signedRequest } from '../../live/speak.ts'

/** Both ends keep some files open beside the connections. */
const other = 1_000

/** As many as the machine lets a process open; the soft limit is raised to this one by Node. */
function mostConnections(): number {
  const limits = readFileSync('/proc/self/limits', 'utf8')
  const hard = /^Max open files +\d+ +(\d+|unlimited)/m.exec(limits)?.[1]
  return hard === 'unlimited' ? Infinity : Number(hard) - other
}

const open = (port: number, localAddress: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, localAddress })
    socket.once('error', reject).once('connect', () => resolve(socket))
  })

test('an active client is answered while thousands of connections say nothing', async () => {
  const count = Math.min(10_000, mostConnections())
  if (count < 10_000) console.warn(`the limit of open files allows only ${count} connections`)
  const small = await startSmallWorld()
  const port = Number(new URL(small.url).port)
  const sockets: Socket[] = []
  try {
    while (sockets.length < count) {
      const batch = Math.min(500, count - sockets.length)
      const from = `127.0.0.${2 + Math.floor(sockets.length / 2_000)}`
      const opened = await Promise.all(Array.from({ length: batch }, () => open(port, from)))
      sockets.push(...opened)
    }
    for (let index = 0; index < 20; index++) {
      const { status } = await post(signedRequest({ in: small }), { to: small })
      expect(status).toBe(200)
    }
    expect(sockets.filter(({ readyState }) => readyState === 'open')).toHaveLength(count)
  } finally {
    for (const socket of sockets) socket.destroy()
  }
}, 60_000)
