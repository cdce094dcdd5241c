import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AddressKind, kindOfAddress } from './judge-address.ts'

describe('the network that an address lies in', () => {
  test.each<[string, AddressKind]>([
    ['8.8.8.8', 'public'],
    ['172.15.255.255', 'public'],
    ['172.32.0.0', 'public'],
    ['2a02:6b8::feed', 'public'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['::1', 'loopback'],
    ['169.254.169.254', 'link-local'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local'],
    ['febf:ffff::', 'link-local'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['fd00:ec2::254', 'private'],
    ['0.0.0.0', 'refused'],
    ['0.1.2.3', 'refused'],
    ['224.0.0.1', 'refused'],
    ['240.0.0.1', 'refused'],
    ['255.255.255.255', 'refused'],
    ['192.0.0.192', 'refused'],
    ['198.19.0.1', 'refused'],
    ['::', 'refused'],
    ['ff02::1', 'refused'],
    ['fec0::1', 'refused'],
    ['2001:db8::1', 'refused'],
  ])('of %s is %s', (address, kind) => {
    expect(kindOfAddress(address)).toBe(kind)
  })

  test.each<[string, string, AddressKind]>([
    ['mapped', '::ffff:127.0.0.1', 'loopback'],
    ['mapped, in hexadecimal', '::ffff:7f00:1', 'loopback'],
    ['mapped, written out', '0:0:0:0:0:FFFF:A9FE:A9FE', 'link-local'],
    ['mapped', '::ffff:10.1.2.3', 'private'],
    ['mapped', '::ffff:0.0.0.0', 'refused'],
    ['mapped', '::ffff:8.8.8.8', 'public'],
    ['NAT64', '64:ff9b::169.254.169.254', 'link-local'],
    ['NAT64', '64:ff9b::8.8.8.8', 'public'],
    ['NAT64', '64:ff9b::1', 'refused'],
    ['NAT64 of a site', '64:ff9b:1::8.8.8.8', 'refused'],
    ['translated', '::ffff:0:127.0.0.1', 'refused'],
    ['compatible', '::127.0.0.1', 'refused'],
    ['6to4', '2002:7f00:1::1', 'refused'],
    ['Teredo', '2001:0:7f00:1::1', 'refused'],
  ])('is judged by the IPv4 address inside: %s %s', (_form, address, kind) => {
    expect(kindOfAddress(address)).toBe(kind)
  })

  test.each(['', 'localhost', '127.1', '0x7f000001', '1.2.3.4.5', '[::1]'])(
    'is nothing that is allowed when it is no address: %j',
    (text) => {
      expect(kindOfAddress(text)).toBe('refused')
    },
  )
})

describe('the odd spellings of an address', () => {
  test.each([
    'http://127.1/',
    'http://0x7f.0.0.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://017700000001/',
    'http://127.0.0.1./',
    'http://127.0.0.1.:80/',
    'http://①②⑦.0.0.1/',
    'http://[::ffff:7f00:1]/',
    'http://[0:0:0:0:0:ffff:127.0.0.1]/',
  ])('are brought into one form by URL, and judged: %s', (url) => {
    expect(kindOfAddress(new URL(url).hostname.replaceAll(/[[\]]/g, ''))).toBe('loopback')
  })
})

/** First and last address of each network, by arithmetic alone. */
const ranges: readonly (readonly [AddressKind, 4 | 6, bigint, bigint])[] = (
  [
    ['loopback', 4, '7f000000', 8],
    ['link-local', 4, 'a9fe0000', 16],
    ['private', 4, '0a000000', 8],
    ['private', 4, 'ac100000', 12],
    ['private', 4, 'c0a80000', 16],
    ['private', 4, '64400000', 10],
    ['refused', 4, '00000000', 8],
    ['refused', 4, 'c0000000', 24],
    ['refused', 4, 'c0000200', 24],
    ['refused', 4, 'c0586300', 24],
    ['refused', 4, 'c6120000', 15],
    ['refused', 4, 'c6336400', 24],
    ['refused', 4, 'cb007100', 24],
    ['refused', 4, 'e0000000', 3],
    ['public', 4, '00000000', 0],
    ['loopback', 6, `${'0'.repeat(31)}1`, 128],
    ['link-local', 6, `fe8${'0'.repeat(29)}`, 10],
    ['private', 6, `fc${'0'.repeat(30)}`, 7],
    ['refused', 6, `2001${'0'.repeat(28)}`, 23],
    ['refused', 6, `20010db8${'0'.repeat(24)}`, 32],
    ['refused', 6, `2002${'0'.repeat(28)}`, 16],
    ['refused', 6, `3fff${'0'.repeat(28)}`, 20],
    ['public', 6, `2${'0'.repeat(31)}`, 3],
    ['refused', 6, '0'.repeat(32), 0],
  ] as const
).map(([kind, family, hex, prefix]) => {
  const width = family === 4 ? 32 : 128
  const first = BigInt(`0x${hex}`)
  return [kind, family, first, first + (1n << BigInt(width - prefix)) - 1n] as const
})

const mapped = [0xffffn << 32n, 0x64ff9bn << 96n] as const

function expectedKind(family: 4 | 6, bits: bigint): AddressKind {
  if (family === 6 && mapped.includes((bits >> 32n) << 32n))
    return expectedKind(4, bits & 0xffffffffn)
  const range = ranges.find(([, of, first, last]) => of === family && first <= bits && bits <= last)
  return range?.[0] ?? 'refused'
}

function written(family: 4 | 6, bits: bigint, upper: boolean): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join('.')
  const groups = bits.toString(16).padStart(32, '0').match(/.{4}/g)!
  return groups.join(':')[upper ? 'toUpperCase' : 'toLowerCase']()
}

test('is the one that plain arithmetic finds, at every border and between', () => {
  const borders = ranges.flatMap(([, family, first, last]) =>
    [first - 1n, first, last, last + 1n].map((bits) => [family, bits] as const),
  )
  const near = fc.constantFrom(...borders)
  const inIpv4 = fc.bigInt(0n, 0xffffffffn)
  const addresses = fc.oneof(
    near,
    fc.tuple(fc.constant(4 as const), inIpv4),
    fc.tuple(fc.constant(6 as const), fc.bigInt(0n, (1n << 128n) - 1n)),
    fc.tuple(
      fc.constant(6 as const),
      fc.tuple(fc.constantFrom(...mapped, 0n), inIpv4).map(([high, low]) => high + low),
    ),
  )
  fc.assert(
    fc.property(addresses, fc.boolean(), ([family, bits], upper) => {
      const width = family === 4 ? 32n : 128n
      fc.pre(bits >= 0n && bits < 1n << width)
      expect(kindOfAddress(written(family, bits, upper))).toBe(expectedKind(family, bits))
    }),
    { numRuns: 3000 },
  )
})
