import { describe, expect, test } from 'vitest'
import { identify } from './identify.ts'

const secrets = new Map([
  ['password', 'құпия:1'],
  ['token', 'abc.DEF-123_~+/=='],
  ['headers', 'abc\r\nx: y'],
  ['control', 'a\u0001b'],
])
const secretOf = (name: string) => secrets.get(name)
const open = { isEncrypted: false }
const encrypted = { isEncrypted: true }

describe('the gateway proves itself to the provider', () => {
  test('by nothing when the registry asks for nothing', () => {
    expect(identify({ type: 'none' }, secretOf, open)).toEqual({ headers: {}, token: '' })
  })

  test('by user and password, in UTF-8 (RFC 7617)', () => {
    const { headers } = identify(
      { type: 'basic', user: 'arna', secret: 'password' },
      secretOf,
      encrypted,
    )
    const [scheme, pair = ''] = headers['authorization']?.split(' ') ?? []
    expect([scheme, Buffer.from(pair, 'base64').toString()]).toEqual(['Basic', 'arna:құпия:1'])
  })

  test('by a token', () => {
    const { headers } = identify({ type: 'bearer', secret: 'token' }, secretOf, encrypted)
    expect(headers).toEqual({ authorization: 'Bearer abc.DEF-123_~+/==' })
  })

  test('by a key and its certificate', () => {
    const { clientCertificate } = identify(
      { type: 'clientCertificate', secret: 'token' },
      secretOf,
      encrypted,
    )
    expect(clientCertificate).toBe(secrets.get('token'))
  })

  test('by wsse:UsernameToken, with the password itself only over TLS', () => {
    const wsse = { type: 'wsse', user: 'arna', secret: 'password' } as const
    expect(identify(wsse, secretOf, encrypted).token).toContain('>құпия:1</wsse:Password>')
    expect(identify(wsse, secretOf, open).token).toContain('#PasswordDigest')
    expect(identify(wsse, secretOf, open).token).not.toContain('құпия:1')
  })
})

describe('a secret that is missing or cannot be used', () => {
  test.each([
    { type: 'basic', user: 'arna', secret: 'lost' },
    { type: 'wsse', user: 'arna', secret: 'lost' },
    { type: 'bearer', secret: 'lost' },
    { type: 'clientCertificate', secret: 'lost' },
    { type: 'bearer', secret: 'headers' },
    { type: 'wsse', user: 'arna', secret: 'control' },
  ] as const)('is a fault that names neither: %j', (authentication) => {
    const call = () => identify(authentication, secretOf, encrypted)
    expect(call).toThrow(expect.objectContaining({ code: 'provider-secret-missing' }))
    expect(call).not.toThrow(/lost|headers|control|abc|x: y/)
  })
})
