import { createTestAuthority } from '@arna/testing'
import { scan } from '@arna/xml'
import { beforeAll, describe, expect, test } from 'vitest'
import { namespaces } from '../namespaces.ts'
import { readTransportSignature } from './read-transport-signature.ts'
import { signMessage } from './sign-message.ts'
import type { SigningKey } from './signing-key.ts'
import { verifyTransportSignature } from './verify-transport-signature.ts'

const { soap11, soap12, wsse, wsu } = namespaces
let signer: SigningKey
beforeAll(async () => {
  const pair = await (await createTestAuthority()).issue()
  signer = { ...pair, reference: 'BinarySecurityToken' }
})

const sign = (text: string): string =>
  signMessage(scan(Buffer.from(text)), signer, () => 'ID').toString()

function verifiedBody(text: string): string {
  const signature = readTransportSignature(scan(Buffer.from(text)))
  const { body } = verifyTransportSignature(signature, signer.certificate.publicKey)
  return Buffer.from(body.document.bytes.subarray(body.start, body.end)).toString()
}

describe('signMessage', () => {
  test.each([
    ['no Header', `<S:Envelope xmlns:S="${soap11}"><S:Body> <a/>\r\n</S:Body></S:Envelope>`],
    ['an empty Header', `<S:Envelope xmlns:S="${soap11}"><S:Header/><S:Body/></S:Envelope>`],
    [
      'a full Header',
      `<S:Envelope xmlns:S="${soap11}"><S:Header><h/></S:Header><S:Body>x</S:Body></S:Envelope>`,
    ],
    [
      'SOAP 1.2 as the default namespace',
      `<Envelope xmlns="${soap12}"><Body><a xmlns=""/></Body></Envelope>`,
    ],
    [
      'the prefix wsu for something else',
      `<S:Envelope xmlns:S="${soap11}" xmlns:wsu="urn:u"><S:Body xmlns:wsu1="urn:1"/></S:Envelope>`,
    ],
    [
      'wsu under another prefix',
      `<S:Envelope xmlns:S="${soap11}" xmlns:u="${wsu}"><S:Body/></S:Envelope>`,
    ],
    ['a bare Id', `<S:Envelope xmlns:S="${soap11}"><S:Body Id="b"><a/></S:Body></S:Envelope>`],
    [
      'a wsu:Id',
      `<S:Envelope xmlns:S="${soap11}"><S:Body xmlns:wsu="${wsu}" wsu:Id="b"><a/></S:Body></S:Envelope>`,
    ],
    [
      'Security for another',
      `<S:Envelope xmlns:S="${soap11}"><S:Header><w:Security xmlns:w="${wsse}" S:actor="urn:x"/></S:Header><S:Body/></S:Envelope>`,
    ],
  ])('signs an envelope with %s', (_, text) => {
    const signed = sign(text)
    expect(verifiedBody(signed)).toMatch(/^<(S:)?Body/)
    const content = /Body[^>]*>(.*)<\/(?:S:)?Body>/s
    expect(content.exec(signed)?.[1]).toBe(content.exec(text)?.[1])
  })

  test('gives the Body an id only when it has none', () => {
    const text = `<S:Envelope xmlns:S="${soap11}"><S:Body Id="b"/></S:Envelope>`
    expect(sign(text)).toContain('<S:Body Id="b"/>')
    expect(sign(text.replace(' Id="b"', ''))).toContain(
      `<S:Body xmlns:wsu="${wsu}" wsu:Id="id-ID"/>`,
    )
  })

  test('refuses what it would spoil', () => {
    const text = `<S:Envelope xmlns:S="${soap11}"><S:Body Id="b"><a Id="b"/></S:Body></S:Envelope>`
    expect(() => sign(text)).toThrow('more than once')
    expect(() => sign('<a/>')).toThrow('not a SOAP envelope')
    const signed = sign(text.replace('<a Id="b"/>', ''))
    expect(() => sign(signed)).toThrow('take it out first')
  })
})
