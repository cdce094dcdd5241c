import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { scan, type XmlElement } from '@arna/xml'

/** What the gateway keeps for services that ask who calls: a value for each name that the registry has. */
export const passwordOfArna = 'құпия: пароль'
export const tokenOfArna = 'eyJhbGciOiJub25lIn0.arna-_~+/='
/** The common name of its client certificate. */
export const nameOfArna = 'ARNA'

type Demand = (request: IncomingMessage, body: Buffer) => boolean

/** Providers at `/Demands/NAME` answer nobody else than the gateway, each in its own way (appendix 3, rows 39 to 42). */
export const demands = {
  basic: ({ headers }) =>
    headers.authorization === `Basic ${Buffer.from(`arna:${passwordOfArna}`).toString('base64')}`,
  bearer: ({ headers }) => headers.authorization === `Bearer ${tokenOfArna}`,
  clientCertificate: ({ socket }) => {
    const tls = socket as TLSSocket
    return tls.authorized && tls.getPeerCertificate().subject.CN === nameOfArna
  },
  wsseText: (_request, body) => {
    const token = usernameToken(body)
    return inside(token, 'Username') === 'arna' && inside(token, 'Password') === passwordOfArna
  },
  wsseDigest: (_request, body) => {
    const token = usernameToken(body)
    const digest = createHash('sha1')
      .update(Buffer.from(inside(token, 'Nonce') ?? '', 'base64'))
      .update(`${inside(token, 'Created')}${passwordOfArna}`)
      .digest('base64')
    return inside(token, 'Username') === 'arna' && inside(token, 'Password') === digest
  },
} satisfies Record<string, Demand>

/** Where a receiver looks for it: wsse:Security in the Header. */
function usernameToken(body: Buffer): XmlElement | undefined {
  const [header] = scan(body, { maxBytes: body.length }).root.children()
  const [security] = header?.children() ?? []
  return security?.children().find(({ localName }) => localName === 'UsernameToken')
}

const inside = (element: XmlElement | undefined, localName: string): string | undefined =>
  element
    ?.children()
    .find((child) => child.localName === localName)
    ?.text()
