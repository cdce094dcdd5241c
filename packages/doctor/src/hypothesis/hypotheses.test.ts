import { createHash, sign } from 'node:crypto'
import type { KeyPair } from '@arna/pki'
import { createTestAuthority } from '@arna/testing'
import { loadXmlEngine, type XmlEngine } from '@arna/xml'
import { beforeAll, describe, expect, test } from 'vitest'
import { diagnose } from '../diagnose.ts'
import {
  canonicalOf,
  content,
  payload,
  reference,
  type Signing,
  signAs,
  signedMessage,
} from '../test-setup/signed-message.ts'
import type { FindingCode } from '../text/finding-texts.ts'
import { bodyHypotheses } from './body-hypotheses.ts'
import { valueHypotheses } from './value-hypotheses.ts'
import { indent } from './indent.ts'

const more = 'http://www.w3.org/2001/04/xmldsig-more#'
let rsa: KeyPair
let p256: KeyPair
let other: KeyPair
let libxml2: XmlEngine

beforeAll(async () => {
  const authority = await createTestAuthority()
  libxml2 = await loadXmlEngine('libxml2')
  rsa = await authority.issue({ keyKind: 'rsa2048' })
  p256 = await authority.issue()
  other = await authority.issue()
})

type Options = Omit<Signing, 'pair'> & { readonly key?: 'rsa' | 'p256' }

const signed = ({ key = 'p256', ...signing }: Options = {}): string =>
  signedMessage({ pair: key === 'rsa' ? rsa : p256, ...signing })

const bodyOf = (text: string): string => /<soap:Body.*<\/soap:Body>/s.exec(text)![0]

/** The damage is done to the Body alone. */
const inBody = (change: (body: string) => string) => (text: string) =>
  text.replace(bodyOf(text), () => change(bodyOf(text)))

const spaced = '<greeting xmlns="urn:me">\n  <from>Арна</from>\n</greeting>'
const lines = 'first\nsecond\nthird'

/** What `xml.etree.ElementTree` writes: all prefixes counted and declared on the root. */
function elementTree(text: string): string {
  const names: [string, string][] = [
    ['soap', 'ns0'],
    ['ns2', 'ns1'],
    ['wsu', 'ns2'],
    ['wsse', 'ns3'],
    ['ds', 'ns4'],
  ]
  const counted = payload.replaceAll(/(<\/?)(?=\w)/g, '$1ns5:').replace(' xmlns="urn:me"', '')
  let written = text.replace(payload, counted).replace('xmlns:soap=', 'xmlns:ns5="urn:me" $&')
  for (const [from] of names) {
    written = written.replaceAll(
      new RegExp(`(</?|xmlns:|\\s)${from}(?=[:=])`, 'g'),
      `$1new-${from}`,
    )
  }
  for (const [from, to] of names) written = written.replaceAll(`new-${from}`, to)
  return written
}

interface Case {
  readonly signing?: () => Options
  readonly damage?: (text: string) => string
  /** What stands first in the difference: [signed, received]. */
  readonly shows?: readonly [signed: RegExp, received: RegExp]
  readonly title?: RegExp
}

const cases: Partial<Record<FindingCode, Record<string, Case>>> = {
  'indentation-added': {
    'the Body printed nicely': {
      damage: inBody((body) => indent(body, '  ', 1)),
      shows: [/^<ns2:SendMessage/, /^↵ {4}<ns2:SendMessage/],
    },
    'with carriage returns and tabs': {
      damage: inBody((body) => indent(body, '\t', 1).replaceAll('\n', '\r\n')),
    },
    'around a payload that has white space of its own': {
      signing: () => ({ body: content(`${spaced}\n`) }),
      damage: inBody((body) => body.replaceAll('><', '>\n<')),
      shows: [/^<ns2:SendMessage/, /^↵<ns2:SendMessage/],
    },
    'of one kind beside another': {
      signing: () => ({ body: content(spaced).replace('<request>', '\n\n<request>') }),
      damage: inBody((body) => body.replaceAll('><', '>\n <')),
    },
    'texts on lines of their own': {
      damage: inBody((body) =>
        body
          .replaceAll('>', '>\n  ')
          .replaceAll('<', '\n<')
          .trim()
          .replace('soap:Body>\n  ', 'soap:Body>'),
      ),
    },
  },
  'indentation-removed': {
    'after being signed with two spaces': {
      signing: () => ({ body: indent(`<a>${content()}</a>`, '  ', 1).slice(3, -4) }),
      damage: inBody((body) => body.replaceAll(/>\s+</g, '><')),
      shows: [/^↵ {4}<ns2:SendMessage/, /^<ns2:SendMessage/],
    },
    'after being signed with tabs': {
      signing: () => ({ body: indent(`<a>${content()}</a>`, '\t', 1).slice(3, -4) }),
      damage: inBody((body) => body.replaceAll(/>\s+</g, '><')),
    },
  },
  'carriage-returns-added': {
    'as &#13;': {
      signing: () => ({ body: content(`<t>${lines}</t>`) }),
      damage: inBody((body) => body.replaceAll('\n', '&#13;\n')),
      shows: [/^↵second/, /^&#xD;↵second/],
    },
  },
  'carriage-returns-removed': {
    'of a text with line ends of Windows': {
      signing: () => ({ body: content(`<t>${lines.replaceAll('\n', '&#13;\n')}</t>`) }),
      damage: inBody((body) => body.replaceAll('&#13;', '')),
      shows: [/^&#xD;↵second/, /^↵second/],
    },
  },
  'line-ends-removed': {
    'as curl --data does': {
      signing: () => ({ body: indent(`<a>${content()}</a>`, '  ', 1).slice(3, -4) }),
      damage: inBody((body) => body.replaceAll('\n', '')),
      shows: [/^↵ {4}<ns2/, /^ {4}<ns2/],
    },
  },
  'white-space-trimmed': {
    'the last line end of base64': {
      signing: () => ({ body: content('<t>QUJD\n</t>') }),
      damage: inBody((body) => body.replace('QUJD\n', 'QUJD')),
      shows: [/^↵<\/t>/, /^<\/t>/],
      title: / t was trimmed/,
    },
  },
  'white-space-added': {
    'around a field': {
      damage: inBody((body) => body.replace('>message-1<', '> message-1\n<')),
      shows: [/^message-1/, /^ message-1↵/],
    },
  },
  'prefix-renamed': {
    'of SOAP': {
      damage: (text) => text.replaceAll('soap:', 'S:').replace('xmlns:soap=', 'xmlns:S='),
      shows: [/^oap:Body|^soap:Body/, /^S:Body/],
      title: /it was soap and is S now/,
    },
    'of everything, as ElementTree does': {
      damage: (text) => elementTree(text),
      title: /it was soap, ns2, … and is ns0, ns1, … now/,
    },
    'of the operation': {
      damage: inBody((body) => body.replaceAll('ns2', 'ns7')),
      title: /it was ns2 and is ns7 now/,
    },
  },
  'other-canonicalization': {
    inclusive: {
      signing: () => ({
        bodyAttributes: 'xmlns:unused="urn:u" wsu:Id="id-1"',
        hashed: (document, body) => canonicalOf(document, body, 'c14n'),
      }),
      title: /Canonical XML 1\.0/,
    },
  },
  'id-added-later': {
    'a wsu:Id': {
      signing: () => ({
        hashed: (document, body) =>
          Buffer.from(
            canonicalOf(document, body)
              .toString()
              .replace(/ xmlns:wsu="[^"]*" wsu:Id="[^"]*"/, '')
              .replace(/ xmlns:wsu="[^"]*"/, '')
              .replace(/ wsu:Id="[^"]*"/, ''),
          ),
      }),
      shows: [/^>/, /^ xmlns:wsu/],
    },
  },
  'escaped-twice': {
    'a payload that is text': {
      signing: () => ({ body: content('&lt;a&gt;1&lt;/a&gt;') }),
      damage: inBody((body) => body.replaceAll('&lt;', '&amp;lt;').replaceAll('&gt;', '&amp;gt;')),
      shows: [/^lt;a/, /^amp;lt;a/],
    },
  },
  unescaped: {
    'an entity of an entity': {
      signing: () => ({ body: content('&amp;lt;a&amp;gt;') }),
      damage: inBody((body) => body.replaceAll('&amp;', '&')),
    },
  },
  'character-set-damaged': {
    'UTF-8 read as windows-1251': {
      damage: inBody((body) => new TextDecoder('windows-1251').decode(Buffer.from(body))),
      shows: [/^Арна/, /^РђСЂРЅР°/],
      title: /windows-1251/,
    },
    'UTF-8 read as windows-1252, twice': {
      signing: () => ({ body: content('<t>caf\u00E9</t>') }),
      damage: inBody((body) => {
        const once = new TextDecoder('windows-1252').decode(Buffer.from(body))
        return new TextDecoder('windows-1252').decode(Buffer.from(once))
      }),
    },
  },
  'signed-in-other-encoding': {
    'the default of a platform': {
      signing: () => ({
        body: content('<t>Привет</t>'),
        hashed: (document, body) => {
          const text = canonicalOf(document, body).toString()
          return Uint8Array.from(text, (letter) => {
            const code = letter.codePointAt(0)!
            return code < 128 ? code : code - 0x0410 + 0xc0
          })
        },
      }),
      title: /windows-1251/,
    },
  },
  'unicode-normalised': {
    'letters taken apart': {
      damage: inBody((body) => body.normalize('NFD')),
    },
    'a byte order mark in the middle': {
      damage: inBody((body) => body.replace('Арна', '\uFEFFАрна')),
      shows: [/^Арна/, /^‹BOM›Арна/],
    },
  },
  'field-added': {
    'a sessionId': {
      damage: inBody((body) =>
        body.replace('</requestInfo>', '<sessionId>{x}</sessionId></requestInfo>'),
      ),
      shows: [/^<\/requestInfo>|^\/requestInfo>/, /^<?sessionId>/],
      title: /sessionId/,
    },
    'the password filled in': {
      signing: () => ({ body: content().replace('open-sesame', '') }),
      damage: inBody((body) =>
        body.replace('<password></password>', '<password>open-sesame</password>'),
      ),
      shows: [/^<\/password>/, /^•••<\/password>/],
      title: /password/,
    },
  },
  'empty-namespace-lost': {
    'the fields fell into the namespace of the operation': {
      signing: () => ({
        body: content()
          .replace('<ns2:SendMessage xmlns:ns2', '<SendMessage xmlns')
          .replace('</ns2:', '</')
          .replace('<request>', '<request xmlns="">'),
      }),
      damage: inBody((body) => body.replace(' xmlns=""', '')),
      shows: [/^ xmlns=""/, /^>/],
    },
  },
  'other-part-signed': {
    'the content of the Body': {
      signing: () => ({ hashed: (document, body) => canonicalOf(document, body.children()[0]!) }),
      title: /soap:Body\/\*/,
    },
    'the bytes as they are': {
      signing: () => ({
        body: content('<t a="1"  b="2"/>'),
        hashed: ({ bytes }, { start, end }) => bytes.subarray(start, end),
      }),
      title: /not canonicalised/,
    },
    'the envelope': {
      signing: () => ({ hashed: (document) => canonicalOf(document, document.root) }),
      title: /soap:Envelope|document/,
    },
  },
  'other-digest': {
    'SHA-1 under the name of SHA-256': {
      signing: () => ({ hash: 'sha1' }),
      title: /SHA-1, and DigestMethod says SHA-256/,
    },
    'SHA-512 under the name of SHA-256': { signing: () => ({ hash: 'sha512' }) },
  },
  'signed-info-written-anew': {
    indented: {
      damage: (text) =>
        text.replace(/<ds:SignedInfo>.*<\/ds:SignedInfo>/s, (info) => indent(info, '  ', 3)),
      shows: [/^<ds:CanonicalizationMethod/, /^↵/],
    },
  },
  'signed-info-prefix-renamed': {
    'as ElementTree does': {
      damage: (text) => elementTree(text),
      title: /it was ds and is ns4 now/,
    },
    'to the default namespace': {
      damage: (text) => text.replaceAll(/(<\/?)ds:/g, '$1').replace('xmlns:ds=', 'xmlns='),
      title: /it was ds and is – now/,
    },
  },
  'counted-prefixes': {
    'and the content was changed': {
      damage: (text) => elementTree(text).replace('message-1', 'x'),
    },
  },
  'signed-info-otherwise': {
    'by the inclusive method': {
      signing: () => ({
        sign: (data, key) =>
          signAs(`${more}ecdsa-sha256`)(
            Buffer.from(
              data
                .toString()
                .replace(
                  '<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">',
                  '<ds:SignedInfo>',
                ),
            ),
            key,
          ),
      }),
      title: /without xmlns/,
    },
  },
  'other-signature-algorithm': {
    'SHA-512 under the name of SHA-256': {
      signing: () => ({
        key: 'rsa',
        methodUri: `${more}rsa-sha256`,
        sign: signAs(`${more}rsa-sha512`),
      }),
      title: /RSA-SHA512, and SignatureMethod says RSA-SHA256/,
    },
    'PSS under the name of PKCS #1': {
      signing: () => ({
        key: 'rsa',
        sign: signAs('http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1'),
      }),
    },
  },
  'elliptic-value-in-der': {
    'of the JDK and OpenSSL': {
      signing: () => ({ sign: (data, key) => sign('sha256', data, key) }),
    },
  },
  'elliptic-halves-turned': {
    's before r': {
      signing: () => ({
        sign: (data, key) => {
          const value = signAs(`${more}ecdsa-sha256`)(data, key)
          return Buffer.concat([value.subarray(32), value.subarray(0, 32)])
        },
      }),
      title: /s‖r/,
    },
    'little-endian': {
      signing: () => ({
        sign: (data, key) => Buffer.from(signAs(`${more}ecdsa-sha256`)(data, key).toReversed()),
      }),
    },
  },
  'other-bytes-signed': {
    'a digest made before': {
      signing: () => ({
        sign: (data, key) =>
          signAs(`${more}ecdsa-sha256`)(createHash('sha256').update(data).digest(), key),
      }),
      title: /SHA-256\(SignedInfo\)/,
    },
  },
  'algorithm-not-of-key': {
    'RSA in the name, a curve in the key': {
      signing: () => ({ methodUri: `${more}rsa-sha256` }),
      title: /RSA-SHA256 is not for this key \(ec prime256v1\)/,
    },
  },
  'value-unexplained': { 'another key': { signing: () => ({ enclosed: other.certificate }) } },
  'body-intact': { 'another key': { signing: () => ({ enclosed: other.certificate }) } },
  'changed-unexplained': {
    'another content': { damage: inBody((body) => body.replace('Арна', 'Нара')) },
  },
  'replacement-characters': {
    'a question mark for each letter': {
      damage: inBody((body) => body.replaceAll(/[^\0-\x7F]/gu, '?')),
    },
  },
  'signed-timestamp': {
    'as WSS4J does': {
      signing: () => ({
        beforeSignature: '<wsu:Timestamp wsu:Id="TS-1"/>',
        moreReferences: () => reference('#TS-1', 'A'.repeat(43) + '='),
      }),
    },
  },
  'signed-other-elements': {
    'the whole envelope': { signing: () => ({ uri: '' }), title: /covers: soap:Envelope/ },
    'a token beside the Body': {
      signing: () => ({
        beforeSignature: '<wsse:BinarySecurityToken wsu:Id="x"/>',
        moreReferences: () => reference('#x', 'A'.repeat(43) + '='),
      }),
      title: /covers: soap:Body, wsse:BinarySecurityToken/,
    },
  },
  'reference-leads-nowhere': {
    'another id': {
      signing: () => ({ uri: '#body' }),
      title: /names "#body", and the id of the Body is "id-1"/,
    },
  },
  'other-transforms': {
    'enveloped-signature': {
      signing: () => ({
        transforms: [
          'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
          'http://www.w3.org/2001/10/xml-exc-c14n#',
        ],
      }),
    },
  },
  'gost-signature': {
    'GOST 34.10-2015': {
      signing: () => ({
        methodUri:
          'urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:gostr34102015-gostr34112015-512',
      }),
    },
  },
  'sha1-used': {
    'RSA-SHA1': {
      signing: () => ({
        key: 'rsa',
        methodUri: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
        sign: (data, key) => sign('sha1', data, key),
      }),
    },
  },
  'certificate-belongs-to': { 'of anybody': {} },
}

describe.each(Object.entries(cases))('%s', (code, ways) => {
  test.each(Object.entries(ways))('is found: %s', async (_, { signing, damage, shows, title }) => {
    const text = signed(signing?.())
    const damaged = damage?.(text) ?? text
    expect(damage === undefined || damaged !== text).toBe(true)
    const { findings } = await diagnose(Buffer.from(damaged))
    const found = findings.find((one) => one.code === code)
    expect(found, findings.map((one) => one.code).join(' ')).toBeDefined()
    expect(found!.title.en).toMatch(title ?? /./)
    const [signedShows, receivedShows] = shows ?? [/^/, /^/]
    expect(found!.evidence?.signed ?? '').toMatch(signedShows)
    expect(found!.evidence?.received ?? '').toMatch(receivedShows)
    expect(JSON.stringify(findings)).not.toContain('open-sesame')
    const byOther = await diagnose(Buffer.from(damaged), { xml: libxml2 })
    expect(byOther.findings.map((one) => one.code)).toEqual(findings.map((one) => one.code))
  })

  test('is not found in a message that nobody damaged', async () => {
    const { verdict, findings } = await diagnose(Buffer.from(signed()))
    expect(verdict).toEqual({ outcome: 'ok' })
    expect(findings.map((one) => one.code)).toEqual(['certificate-belongs-to'])
  })

  test('is not found where something else was done', async () => {
    const text = inBody((body) => body.replace(payload, '<another/>'))(signed({ key: 'rsa' }))
    const { findings } = await diagnose(Buffer.from(text))
    const causes = findings.filter(({ kind }) => kind === 'cause')
    expect(causes).toEqual([])
    expect(findings.map((one) => one.code)).toContain('changed-unexplained')
  })
})

test('every hypothesis is tried on a real damage above', () => {
  const codes = [...bodyHypotheses, ...valueHypotheses].map(({ code }) => code)
  expect(codes.filter((code) => !(code in cases))).toEqual([])
})
