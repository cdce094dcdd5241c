import { lookup as resolveByName, type LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import type { SecureContext } from 'node:tls'
import type { SpecialNetwork } from '@arna/registry'
import { buildConnector } from 'undici'
import { type AddressKind, kindOfAddress } from './judge-address.ts'

/** All addresses of a name, as `dns.lookup` gives them. */
export type Resolve = (
  hostname: string,
  options: { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

export interface ProviderConnection {
  /** What the registry allows beside public addresses. */
  readonly networks: readonly SpecialNetwork[]
  /** For https. */
  readonly secureContext?: SecureContext
  readonly resolve?: Resolve
}

/** The provider's address is not one that the registry allows. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused'
  readonly kind: AddressKind
  constructor(kind: AddressKind) {
    super(`the address is ${kind}`)
    this.kind = kind
  }
}

/** A slot of the pool is free again after so long; the time of a message runs by itself. */
const connectMs = 5_000

/**
 * Connects only where the registry allows. The addresses of a name are judged as they are resolved, and the socket goes to
 * one of those: another answer of the DNS a moment later changes nothing. A name with one address that is refused is
 * refused whole, since which of them is tried first must not decide.
 */
export function connectorToProvider(connection: ProviderConnection): buildConnector.connector {
  const { networks, secureContext, resolve = resolveByName } = connection
  const judge = (address: string): AddressRefused | undefined => {
    const kind = kindOfAddress(address)
    const allowed = kind === 'public' || (kind !== 'refused' && networks.includes(kind))
    return allowed ? undefined : new AddressRefused(kind)
  }
  const connect = buildConnector({
    timeout: connectMs,
    allowH2: false,
    lookup: judgedLookup(resolve, judge),
    ...(secureContext && { secureContext }),
    // An environment variable of Node could switch it off.
    rejectUnauthorized: true,
  })
  return (target, callback) => {
    // Sockets do not look up what is an address already. URL has brought its odd spellings into the one form.
    const refused = isIP(target.hostname) === 0 ? undefined : judge(target.hostname)
    if (refused !== undefined) callback(refused, null)
    else connect(target, callback)
  }
}

const judgedLookup =
  (resolve: Resolve, judge: (address: string) => Error | undefined): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, '')
        return
      }
      const refused = addresses
        .map(({ address }) => judge(address))
        .find((one) => one !== undefined)
      const [first] = addresses
      if (refused !== undefined) callback(refused, '')
      else if (options.all === true) callback(null, addresses)
      else callback(null, first?.address ?? '', first?.family)
    })
  }
