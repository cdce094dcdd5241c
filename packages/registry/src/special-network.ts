import { BlockList, isIP } from 'node:net'
import { specialNetworks, type SpecialNetwork } from './words.ts'

const ranges: Readonly<Record<SpecialNetwork, readonly (readonly [string, number])[]>> = {
  loopback: [
    ['127.0.0.0', 8],
    ['::1', 128],
  ],
  'link-local': [
    ['169.254.0.0', 16],
    ['fe80::', 10],
  ],
  private: [
    ['10.0.0.0', 8],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
    ['100.64.0.0', 10],
    ['fc00::', 7],
  ],
}

const lists = new Map(
  specialNetworks.map((name) => {
    const list = new BlockList()
    for (const [network, prefix] of ranges[name]) {
      list.addSubnet(network, prefix, family(network))
    }
    return [name, list]
  }),
)

/**
 * Of a host as a URL has it, when it is an address or `localhost`: a mistake to be told while the file is read. Other
 * names are judged when they are resolved, by the gateway.
 */
export function specialNetworkOf(hostname: string): SpecialNetwork | undefined {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (/^(?:.+\.)?localhost\.?$/i.test(host)) return 'loopback'
  if (isIP(host) === 0) return undefined
  // A mapped IPv4 address (::ffff:7f00:1) is found among those of IPv4 by BlockList itself.
  return specialNetworks.find((name) => lists.get(name)!.check(host, family(host)))
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}
