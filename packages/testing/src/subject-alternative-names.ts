import { isIPv4 } from 'node:net'
import type { ExtensionOrder } from '@arna/pki'

/** The names and IPv4 addresses that a certificate for TLS servers is for (RFC 5280 §4.2.1.6); 127 octets in all. */
export function subjectAlternativeNames(...names: readonly string[]): ExtensionOrder {
  const entries = names.map((name) => {
    const [tag, content] = isIPv4(name)
      ? [0x87, Buffer.from(name.split('.').map(Number))]
      : [0x82, Buffer.from(name)]
    return Buffer.concat([Buffer.from([tag, content.length]), content])
  })
  const inside = Buffer.concat(entries)
  if (inside.length > 127) throw new TypeError('the names are longer than this writer can write')
  return {
    oid: '2.5.29.17',
    critical: false,
    value: Buffer.concat([Buffer.from([0x30, inside.length]), inside]),
  }
}
