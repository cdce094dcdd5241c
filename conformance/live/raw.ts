import { connect } from 'node:net'
import { type World, world } from './speak.ts'

export interface RawOptions {
  /** Ends our side after the last byte; the usual client keeps it open. */
  readonly halfCloses?: boolean
  readonly to?: World
}

/** Writes the bytes to the door as they are, and gives back all that comes until the gateway closes. */
export function exchangeRaw(
  bytes: string | Uint8Array,
  { halfCloses = false, to = world }: RawOptions = {},
): Promise<string> {
  const { hostname, port } = new URL(to.url)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('end', () => socket.end())
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error)
    })
    socket.write(bytes)
    if (halfCloses) socket.end()
  })
}

/** Writes a letter at a time once `startsAt` of them are gone, until the gateway closes; gives back what it said. */
export function trickle(
  text: string,
  { to = world, startsAt = 0 }: { readonly to?: World; readonly startsAt?: number } = {},
): Promise<string> {
  const { hostname, port } = new URL(to.url)
  return new Promise((resolve) => {
    let said = ''
    let sent = startsAt
    const socket = connect({ host: hostname, port: Number(port) })
    socket.write(text.slice(0, startsAt))
    const timer = setInterval(() => socket.write(text.slice(sent, ++sent)), 20)
    socket.on('data', (chunk) => (said += chunk.toString()))
    socket.on('error', () => undefined) // it is cut off while we write
    socket.on('close', () => {
      clearInterval(timer)
      resolve(said)
    })
  })
}

/** A request as it goes over the wire; the gateway is asked to close afterwards. */
export function httpRequest(
  body: string,
  headers: Readonly<Record<string, string>> = {},
  { method = 'POST', path = '/bip-sync-wss-gost/' } = {},
): string {
  const all = {
    Host: 'gateway.example',
    'Content-Type': 'text/xml; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
    ...headers,
  }
  const lines = Object.entries(all)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}

/** The first answer in what `exchangeRaw` gave. */
export function readAnswer(text: string) {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1])
  const contentType = /^content-type: (.*)$/im.exec(head)?.[1] ?? ''
  return { status, contentType, head, text: rest.join('\r\n\r\n') }
}
