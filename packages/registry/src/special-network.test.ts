import { describe, expect, test } from 'vitest'
import { specialNetworkOf } from './special-network.ts'

const hostOf = (url: string): string => new URL(url).hostname

describe('the host of an address', () => {
  test.each([
    ['http://127.0.0.1/', 'loopback'],
    ['http://127.255.255.254/', 'loopback'],
    ['http://2130706433/', 'loopback'],
    ['http://0x7f.1/', 'loopback'],
    ['http://[::1]/', 'loopback'],
    ['http://[::ffff:127.0.0.1]/', 'loopback'],
    ['http://localhost:8080/', 'loopback'],
    ['http://LOCALHOST./', 'loopback'],
    ['http://a.localhost/', 'loopback'],
    ['http://169.254.169.254/', 'link-local'],
    ['http://[fe80::1]/', 'link-local'],
    ['http://10.0.0.1/', 'private'],
    ['http://172.16.0.1/', 'private'],
    ['http://172.31.255.255/', 'private'],
    ['http://192.168.1.1/', 'private'],
    ['http://100.64.0.1/', 'private'],
    ['http://[fd00::1]/', 'private'],
  ])('%s lies in a %s network', (url, network) => {
    expect(specialNetworkOf(hostOf(url))).toBe(network)
  })

  test.each([
    'http://1.1.1.1/',
    'http://172.32.0.1/',
    'http://100.128.0.1/',
    'http://[2001:4860:4860::8888]/',
    'http://localhost.example/',
    'http://provider.example/',
  ])('%s is judged when it is called', (url) => {
    expect(specialNetworkOf(hostOf(url))).toBeUndefined()
  })
})
