import { BlockList, isIP } from 'node:net'
import type { SpecialNetwork } from '@arna/registry'

/** `refused`: never a provider's, whatever the registry allows. */
export type AddressKind = 'public' | SpecialNetwork | 'refused'

/**
 * The network that an IP address lies in (IANA special-purpose registries, RFC 6890). IPv6 is only public inside 2000::/3.
 * A form that carries an IPv4 address in it is what that address is where hosts really speak so (mapped, NAT64), and
 * refused where nobody does any more (compatible, 6to4, Teredo).
 */
export function kindOfAddress(address: string): AddressKind {
  const [bare = ''] = address.split('%')
  const family = isIP(bare)
  if (family === 0) return 'refused'
  if (family === 4) return kindOf(bare, 'ipv4')
  const inside = ipv4Inside(bare)
  return inside === undefined ? kindOf(bare, 'ipv6') : kindOf(inside, 'ipv4')
}

type Family = 'ipv4' | 'ipv6'

function kindOf(address: string, family: Family): AddressKind {
  for (const [kind, blocks] of special) if (blocks[family].check(address, family)) return kind
  if (family === 'ipv4' || globalUnicast.check(address, 'ipv6')) return 'public'
  return 'refused'
}

const special: readonly (readonly [AddressKind, Readonly<Record<Family, BlockList>>])[] = [
  ['loopback', networks(['127.0.0.0/8'], ['::1/128'])],
  ['link-local', networks(['169.254.0.0/16'], ['fe80::/10'])],
  [
    'private',
    networks(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'], ['fc00::/7']),
  ],
  [
    'refused',
    networks(
      [
        '0.0.0.0/8', // this network
        '192.0.0.0/24', // IETF protocol assignments
        '192.0.2.0/24', // documentation
        '192.88.99.0/24', // 6to4 relays
        '198.18.0.0/15', // benchmarks
        '198.51.100.0/24',
        '203.0.113.0/24',
        '224.0.0.0/4', // multicast
        '240.0.0.0/4', // reserved, and broadcast
      ],
      [
        '2001::/23', // IETF protocol assignments, Teredo and ORCHID among them
        '2001:db8::/32', // documentation
        '2002::/16', // 6to4
        '3fff::/20',
      ],
    ),
  ],
]

const globalUnicast = networks([], ['2000::/3']).ipv6
const carriesIpv4 = networks([], ['::ffff:0:0/96', '64:ff9b::/96']).ipv6

function networks(
  ipv4: readonly string[],
  ipv6: readonly string[],
): Readonly<Record<Family, BlockList>> {
  return { ipv4: blockList(ipv4, 'ipv4'), ipv6: blockList(ipv6, 'ipv6') }
}

function blockList(subnets: readonly string[], family: Family): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [network = '', prefix] = subnet.split('/')
    list.addSubnet(network, Number(prefix), family)
  }
  return list
}

/** The last 32 bits, where they are an IPv4 address. */
function ipv4Inside(address: string): string | undefined {
  if (!carriesIpv4.check(address, 'ipv6')) return undefined
  // URL writes every IPv6 address in one form, in hexadecimal groups, and both networks have a run of zeros to shorten.
  const [, tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const [low = '', high = ''] = tail.split(':').toReversed()
  const bits = (hexadecimal(high) << 16) | hexadecimal(low)
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.')
}

const hexadecimal = (group: string): number => (group === '' ? 0 : Number.parseInt(group, 16))
