import fc from 'fast-check'
import { payloadOf, writeSendMessageResponse } from '@arna/message'
import { createTestAuthority } from '@arna/testing'
import { loadXmlEngine, scan, type XmlElement, type XmlEngine } from '@arna/xml'
import { describe, expect, test } from 'vitest'
import { readTransportSignature } from './read-transport-signature.ts'
import { signEnvelope, signEnvelopeInPieces } from './sign-envelope.ts'
import { verifyTransportSignature } from './verify-transport-signature.ts'

const authority = await createTestAuthority()
const pair = await authority.issue()
const signer = { ...pair, reference: 'KeyIdentifier' } as const

const info = {
  messageId: '1',
  responseDate: '2026-11-23T12:00:00.000+05:00',
  status: { code: 'SCSS001', message: 'OK & <fine>' },
}

/** `data` as it stands in a message that came, long enough to be passed on. */
function dataIn(xml: string, { scan: read }: Pick<XmlEngine, 'scan'> = { scan }): XmlElement {
  const { root } = read(Buffer.from(xml.replace(/<\/(\w+:)?data>/, `${'.'.repeat(10_000)}$&`)))
  const find = (element: XmlElement): XmlElement | undefined =>
    element.localName === 'data' ? element : element.children().map(find).find(Boolean)
  return find(root)!
}

/** The Body of a message with the element passed on, which verifies where it is read; and of one that was read again. */
function bodiesSigned(passed: XmlElement): { passedOn: string; readAgain: string } {
  const content = writeSendMessageResponse(info, payloadOf(passed))
  const sameId = (): string => 'x'
  const signed = signEnvelope({ content, passed }, signer, sameId)
  const signature = readTransportSignature(scan(signed))
  verifyTransportSignature(signature, pair.certificate.publicKey)
  const bodyOf = (bytes: Buffer): string => bytes.subarray(bytes.indexOf('<soap:Body')).toString()
  return {
    passedOn: bodyOf(signed),
    readAgain: bodyOf(signEnvelope({ content }, signer, sameId)),
  }
}

const synctypes = 'http://bip.bee.kz/SyncChannel/v10/Types'
const soap11 = 'http://schemas.xmlsoap.org/soap/envelope/'

describe('an element that is passed on', () => {
  test.each([
    ['in no namespace', '<data><a/></data>'],
    ['empty, which is small', '<data/>'],
    [
      'with references, comments and CDATA',
      '<data a="&lt;&#9;">&gt;<!-- c --><![CDATA[<]]>\r\n</data>',
    ],
    [
      'whose prefixes are declared around it',
      '<m xmlns:a="urn:a" xmlns:b="urn:b"><data a:x="1"><b:c/></data></m>',
    ],
    ['in an inherited default namespace', '<m xmlns="urn:d"><data><x/></data></m>'],
    ['that undeclares it inside', '<m xmlns="urn:d"><data><x xmlns=""/></data></m>'],
    ['that declares one itself', '<m xmlns="urn:d"><data xmlns="urn:e"><x/></data></m>'],
    [
      'with a prefix, under a default namespace',
      '<m xmlns="urn:d" xmlns:p="urn:p"><p:data><x/></p:data></m>',
    ],
    [
      'that uses the prefixes of our envelope for its own',
      '<data xmlns:soap="urn:s" xmlns:ns2="urn:n" xmlns:wsu="urn:w"><soap:a/><ns2:b/><wsu:c/></data>',
    ],
    [
      'that uses the prefixes of our envelope as we do',
      `<m xmlns:ns2="${synctypes}" xmlns:soap="${soap11}"><data><ns2:b soap:x="1"/></data></m>`,
    ],
    [
      'that declares the namespaces of our envelope again',
      `<data xmlns:ns2="${synctypes}"><ns2:b xmlns:soap="${soap11}"><soap:a/></ns2:b></data>`,
    ],
    [
      'with another prefix for our namespaces',
      `<data xmlns:q="${synctypes}" xmlns:s="${soap11}"><q:b s:x="1"/></data>`,
    ],
    [
      'where a prefix changes its meaning twice',
      `<data xmlns:ns2="urn:1"><ns2:a xmlns:ns2="${synctypes}"><ns2:b xmlns:ns2="urn:1"/><ns2:c/></ns2:a></data>`,
    ],
    [
      'larger than one chunk',
      `<data xmlns:ns2="urn:n">${'<ns2:r a="1">тест &gt;</ns2:r>'.repeat(3_000)}</data>`,
    ],
  ])('%s is signed as if it had been read again', (_what, xml) => {
    const { passedOn, readAgain } = bodiesSigned(dataIn(xml))
    expect(passedOn).toBe(readAgain)
  })

  test('is signed as if it had been read again, whatever it declares and uses', () => {
    const prefix = fc.constantFrom('soap', 'wsu', 'ns2', 'a', '')
    const namespace = fc.constantFrom(synctypes, soap11, 'urn:a', 'urn:b')
    const declaration = fc.record({ prefix, namespace })
    interface Node {
      readonly declarations: readonly { prefix: string; namespace: string }[]
      readonly prefix: string
      readonly attribute: string
      readonly children: readonly Node[]
    }
    const nodeOf = (depth: number): fc.Arbitrary<Node> =>
      fc.record({
        declarations: fc.uniqueArray(declaration, { maxLength: 3, selector: (one) => one.prefix }),
        prefix,
        attribute: prefix,
        children: depth === 0 ? fc.constant([]) : fc.array(nodeOf(depth - 1), { maxLength: 3 }),
      })
    const write = (one: Node, name: string, inScope: ReadonlySet<string>): string => {
      const scope = new Set([...inScope, ...one.declarations.map((each) => each.prefix)])
      const declared = one.declarations.map(({ prefix: of, namespace: uri }) =>
        of === '' ? ` xmlns="${uri}"` : ` xmlns:${of}="${uri}"`,
      )
      const tag = one.prefix !== '' && scope.has(one.prefix) ? `${one.prefix}:${name}` : name
      const attribute =
        one.attribute !== '' && scope.has(one.attribute) ? ` ${one.attribute}:x="1"` : ''
      const inside = one.children.map((child) => write(child, 'e', scope)).join('')
      return `<${tag}${declared.join('')}${attribute}>${inside}</${tag}>`
    }
    fc.assert(
      fc.property(nodeOf(0), nodeOf(3), (around, data) => {
        const scope = new Set(around.declarations.map((each) => each.prefix))
        const outer = write({ ...around, children: [] }, 'm', new Set())
        const xml = outer.replace(/<\/[^>]*>$/, (end) => write(data, 'data', scope) + end)
        const { passedOn, readAgain } = bodiesSigned(dataIn(xml))
        expect(passedOn).toBe(readAgain)
      }),
      { numRuns: 500 },
    )
  })

  test('read by libxml2 is signed the same', async () => {
    const libxml2 = await loadXmlEngine('libxml2')
    const xml = `<data xmlns:ns2="${synctypes}"><ns2:b/></data>`
    const { passedOn, readAgain } = bodiesSigned(dataIn(xml, libxml2))
    expect(passedOn).toBe(readAgain)
  })

  test('is not copied', () => {
    const passed = dataIn('<m><data>1</data></m>')
    const content = writeSendMessageResponse(info, payloadOf(passed))
    const pieces = signEnvelopeInPieces({ content, passed }, signer)
    expect(pieces.some((piece) => piece.buffer === passed.document.bytes.buffer)).toBe(true)
  })

  test('has to stand in the content', () => {
    const content = writeSendMessageResponse(info, payloadOf(dataIn('<data>1</data>')))
    expect(() => signEnvelope({ content, passed: dataIn('<data>2</data>') }, signer)).toThrow(
      'do not stand in the content',
    )
  })
})
