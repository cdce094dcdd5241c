import { createHash } from 'node:crypto'
import { createTestAuthority } from '@arna/testing'
import { scan } from '@arna/xml'
import { expect, test } from 'vitest'
import { signEnvelope } from './sign-envelope.ts'
import { readTransportSignature } from './read-transport-signature.ts'
import { verifyTransportSignature } from './verify-transport-signature.ts'
import { writeUsernameToken } from './write-username-token.ts'

const chances = {
  nonce: Buffer.from('0123456789abcdef'),
  created: new Date('2026-11-27T12:00:00.000Z'),
  id: '1',
}

const inside = (token: string, name: string): string =>
  new RegExp(`<ws(?:se|u):${name}(?: [^>]*)?>([^<]*)<`).exec(token)?.[1] ?? ''

test('a password goes as text, with what XML cannot hold written as references', () => {
  const token = writeUsernameToken({ user: 'a<b', password: 'p&q', form: 'text' }, chances)
  expect(inside(token, 'Username')).toBe('a&lt;b')
  expect(inside(token, 'Password')).toBe('p&amp;q')
  expect(token).toContain('#PasswordText"')
  expect(token).not.toContain('Nonce')
})

test('as a digest it is bound to nonce and time, and never stands there itself', () => {
  const token = writeUsernameToken({ user: 'arna', password: 'құпия', form: 'digest' }, chances)
  const expected = createHash('sha1')
    .update(Buffer.from(inside(token, 'Nonce'), 'base64'))
    .update(inside(token, 'Created') + 'құпия')
    .digest('base64')
  expect(inside(token, 'Password')).toBe(expected)
  expect(inside(token, 'Created')).toBe('2026-11-27T12:00:00.000Z')
  expect(token).not.toContain('құпия')
})

test('no two tokens have the same nonce', () => {
  const write = () => writeUsernameToken({ user: 'arna', password: 'p', form: 'digest' })
  expect(inside(write(), 'Nonce')).not.toBe(inside(write(), 'Nonce'))
})

test('a signed envelope bears one beside its signature, in the header that is for the receiver', async () => {
  const pair = await (await createTestAuthority()).issue()
  const signed = signEnvelope(
    {
      content: ['<a xmlns="urn:a"/>'],
      token: writeUsernameToken({ user: 'arna', password: 'p', form: 'text' }),
    },
    { ...pair, reference: 'BinarySecurityToken' },
  )
  const document = scan(signed)
  const signature = readTransportSignature(document)
  const { body } = verifyTransportSignature(signature, pair.certificate.publicKey)
  expect(body.children().map(({ localName }) => localName)).toEqual(['a'])
  const [header] = document.root.children()
  const [security] = header!.children()
  expect(security!.children().map(({ localName }) => localName)).toEqual([
    'BinarySecurityToken',
    'UsernameToken',
    'Signature',
  ])
})
