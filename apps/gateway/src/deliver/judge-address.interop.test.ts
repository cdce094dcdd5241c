import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { kindOfAddress } from './judge-address.ts'

/** What Python's ipaddress says of each line; an address that carries IPv4 is asked about as that. */
const program = `
import ipaddress, sys
for line in sys.stdin:
    address = ipaddress.ip_address(line.strip())
    if address.version == 6:
        inside = address.ipv4_mapped
        if address in ipaddress.ip_network('64:ff9b::/96'):
            inside = ipaddress.ip_address(int(address) & 0xffffffff)
        address = inside or address
    print(int(address.is_global and not address.is_multicast), int(address.is_loopback), int(address.is_link_local))
`

test('nothing is public that Python knows as special, and both find loopback and link-local alike', () => {
  const heads = ['7f', 'a9fe', '0a', 'ac1', 'c0a8', '64', '00', 'c0', 'c6', 'cb', 'e', 'f', '']
  const heads6 = 'fe8 fe9 fec fc fd ff 2001 20010db8 2002 3fff 2 3'
    .split(' ')
    .concat(
      '',
      '0064ff9b0000000000000000',
      '0064ff9b0001',
      '00000000000000000000ffff',
      '0'.repeat(24),
    )
  const draw = (head: string, digits: number): string =>
    (head + randomBytes(16).toString('hex')).slice(0, digits)
  const addresses = Array.from({ length: 300 }, () => [
    ...heads.map((head) =>
      draw(head, 8)
        .match(/../g)!
        .map((octet) => Number.parseInt(octet, 16))
        .join('.'),
    ),
    ...heads6.map((head) => draw(head, 32).match(/.{4}/g)!.join(':')),
  ]).flat()
  const answers = execFileSync('python3', ['-c', program], { input: addresses.join('\n') })
    .toString()
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map((digit) => digit === '1'))
  expect(answers).toHaveLength(addresses.length)
  const differing = addresses.filter((address, index) => {
    const [isGlobal, isLoopback, isLinkLocal] = answers[index]!
    const kind = kindOfAddress(address)
    return (
      (kind === 'public' && isGlobal !== true) ||
      (kind === 'loopback') !== isLoopback ||
      (kind === 'link-local') !== isLinkLocal
    )
  })
  expect(differing).toEqual([])
  expect(addresses.filter((address) => kindOfAddress(address) === 'public').length).toBeGreaterThan(
    300,
  )
})
