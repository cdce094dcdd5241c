import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { KeyPair } from '@arna/pki'
import { type Service, usualService } from '@arna/registry'
import { subjectAlternativeNames, type TestAuthority } from '@arna/testing'
import { onTestFinished } from 'vitest'

/** A service of the test's own; nothing but public addresses are allowed. */
export const serviceAt = (url: string, options: Partial<Service> = {}): Service => ({
  ...usualService,
  serviceId: 'Test',
  owner: 'provider',
  url,
  ...options,
})

/** Listens on loopback until the test ends; gives the port. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  })
  return (server.address() as AddressInfo).port
}

/** Takes the whole request before it answers. */
const afterRequest =
  (answer: RequestListener): RequestListener =>
  (request, response) => {
    request.resume().once('end', () => answer(request, response))
  }

const ok: RequestListener = (_request, response) => response.end('ok')

export const startHttp = (answer: RequestListener = ok): Promise<number> =>
  listen(createServer(afterRequest(answer)))

export function startHttps(
  pair: KeyPair,
  options: ServerOptions = {},
  answer: RequestListener = ok,
): Promise<number> {
  return listen(
    createTlsServer({ key: privatePem(pair), cert: pair.certificate.pem, ...options }, (...call) =>
      afterRequest(answer)(...call),
    ),
  )
}

export const privatePem = ({ key }: KeyPair): string =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString()

/** A certificate for TLS servers at this name and at 127.0.0.1. */
export const issueForTls = (authority: TestAuthority, name = 'localhost'): Promise<KeyPair> =>
  authority.issue({
    commonName: name,
    extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
    extensions: [subjectAlternativeNames(name, '127.0.0.1')],
  })
