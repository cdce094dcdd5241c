import { createHash } from 'node:crypto'
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'
import { Fault } from '@arna/message'
import type { Service } from '@arna/registry'
import { Pool } from 'undici'
import { connectorToProvider, type Resolve } from './connect-to-provider.ts'

/** Connections to providers: a bounded pool for each service and origin, so that one that hangs holds up no other. */
export interface Upstream {
  /**
   * The pool for this endpoint at this URL. `clientCertificate` is a key and its certificate in PEM. Throws Fault
   * 'provider-secret-missing' when they cannot be used.
   */
  poolFor(endpoint: Endpoint, url: URL, clientCertificate?: string): Pool
  /** Breaks off what is under way. */
  close(): Promise<void>
}

/** A service, or the receiver of a system: connections of one are never another's. */
interface Endpoint extends Pick<Service, 'networks' | 'tlsAuthorities' | 'maxConcurrent'> {
  readonly key: string
}

interface Line {
  readonly pool: Pool
  usedAtMs: number
}

/** A pool that nobody has used for so long is closed: its service may be gone, or have another address or key now. */
const idleMs = 60_000

/** How long a connection is kept for the next message, and at most when the provider asks for more. */
const keepAliveMs = 10_000
const longestKeepAliveMs = 60_000

export interface UpstreamOptions {
  readonly resolve?: Resolve
  /** Milliseconds. */
  readonly now?: () => number
}

export function openUpstream({ resolve, now = Date.now }: UpstreamOptions = {}): Upstream {
  const lines = new Map<string, Line>()

  const closeIdle = (nowMs: number): void => {
    for (const [key, line] of lines) {
      if (nowMs - line.usedAtMs < idleMs || line.pool.stats.size > 0) continue
      lines.delete(key)
      void line.pool.close()
    }
  }

  return {
    poolFor(endpoint, url, clientCertificate) {
      const key = keyOf(endpoint, url, clientCertificate)
      const nowMs = now()
      const known = lines.get(key)
      if (known !== undefined) {
        known.usedAtMs = nowMs
        return known.pool
      }
      closeIdle(nowMs)
      const pool = openPool(endpoint, url, clientCertificate, resolve)
      lines.set(key, { pool, usedAtMs: nowMs })
      return pool
    },
    close: async () => {
      const pools = [...lines.values()].map(({ pool }) => pool)
      lines.clear()
      await Promise.all(pools.map((pool) => pool.destroy()))
    },
  }
}

/** Whatever the connections rest on: when the registry or the secret changes, the next message opens a pool of its own. */
function keyOf(endpoint: Endpoint, url: URL, clientCertificate: string | undefined): string {
  const { key, networks, tlsAuthorities, maxConcurrent } = endpoint
  const authorities = tlsAuthorities.map(({ sha256 }) => sha256).join()
  const secret =
    clientCertificate && createHash('sha256').update(clientCertificate).digest('base64')
  return JSON.stringify([key, url.origin, networks, authorities, maxConcurrent, secret])
}

function openPool(
  endpoint: Endpoint,
  url: URL,
  clientCertificate: string | undefined,
  resolve: Resolve | undefined,
): Pool {
  const { networks, maxConcurrent } = endpoint
  return new Pool(url.origin, {
    connections: maxConcurrent,
    pipelining: 1,
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: longestKeepAliveMs,
    allowH2: false,
    // The message's own time covers all of them, see `post`.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: connectorToProvider({
      networks,
      ...(url.protocol === 'https:' && {
        secureContext: secureContextOf(endpoint, clientCertificate),
      }),
      ...(resolve && { resolve }),
    }),
  })
}

function secureContextOf(
  { tlsAuthorities }: Endpoint,
  clientCertificate: string | undefined,
): SecureContext {
  if (clientCertificate === undefined && tlsAuthorities.length === 0) return machineContext()
  const options = {
    minVersion: 'TLSv1.2',
    ca: tlsAuthorities.length === 0 ? machineAuthorities() : tlsAuthorities.map(({ pem }) => pem),
  } as const
  if (clientCertificate === undefined) return createSecureContext(options)
  // Without either of them the provider would be called by nobody in particular.
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(clientCertificate)) throw unusable('no key in PEM')
  if (!clientCertificate.includes('-----BEGIN CERTIFICATE-----')) throw unusable('no certificate')
  try {
    return createSecureContext({ ...options, key: clientCertificate, cert: clientCertificate })
  } catch (error) {
    // What OpenSSL says of it may quote it.
    throw unusable((error as NodeJS.ErrnoException).code ?? 'unknown')
  }
}

const unusable = (why: string): Fault =>
  new Fault(
    'provider-secret-missing',
    `the key and certificate for this service cannot be used (${why})`,
  )

let ofTheMachine: SecureContext | undefined

/** One for all: to read hundreds of authorities takes some 25 ms. */
const machineContext = (): SecureContext =>
  (ofTheMachine ??= createSecureContext({ minVersion: 'TLSv1.2', ca: machineAuthorities() }))

/** What the operating system trusts; Node's own list where it has none. */
function machineAuthorities(): string[] {
  const system = getCACertificates('system')
  return system.length > 0 ? system : getCACertificates('default')
}
