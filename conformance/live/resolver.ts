// Loaded before a gateway: a name server that leads providers' names to where an attacker wants them.
import dns, { type LookupAddress } from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'

const addresses = new Map([
  ['loopback.example', ['127.0.0.1']],
  ['mapped.example', ['::ffff:127.0.0.1']],
  ['metadata.example', ['169.254.169.254']],
  ['private.example', ['10.0.0.1']],
  ['both.example', ['93.184.216.34', '127.0.0.1']],
])

const { lookup } = dns

type Callback = (error: null, found: LookupAddress[]) => void

dns.lookup = ((hostname: string, options: { all?: boolean }, callback: Callback) => {
  const found = addresses.get(hostname)
  if (found === undefined) {
    lookup(hostname, options, callback as never)
    return
  }
  if (options.all !== true) throw new Error('every address must be judged')
  const answer = found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  setImmediate(() => callback(null, answer))
}) as typeof lookup
syncBuiltinESMExports()
