import type { KeyPair } from '@arna/pki'
import { PasswordCheck, readRegistryYaml, Registry, type RegistrySource } from '@arna/registry'
import { createTestAuthority, selfSigned, type TestAuthority } from '@arna/testing'
import { scan } from '@arna/xml'
import { signEnvelope } from '@arna/xml-security'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Circumstances } from './circumstances.ts'
import { diagnose } from './diagnose.ts'
import { diagnosisText } from './diagnosis-text.ts'
import { content, type Signing, signedMessage } from './test-setup/signed-message.ts'

const identity = { iin: '000101500013', bin: '000140000017' }
let authority: TestAuthority
let pair: KeyPair
let registry: Registry
let circumstances: Circumstances

beforeAll(async () => {
  authority = await createTestAuthority()
  pair = await authority.issue({ ...identity, commonName: 'СЫНАМАЕВ СЫНАМА' })
  registry = await registryOf({})
  circumstances = { registry, trust: authority.trust(), passwords: new PasswordCheck() }
})

/** As an operator would write it, but for the changes. */
async function registryOf(changes: Partial<RegistrySource>): Promise<Registry> {
  const certificates = `[${JSON.stringify(pair.certificate.pem)}]`
  const system = `organisation: a, iin: "${identity.iin}", password: open-sesame, certificates: ${certificates}`
  const yaml = `environment: test
contour: inner
organisations: [{ id: a, name: A, bin: "${identity.bin}", state: true }]
systems: [{ senderId: client, ${system} }, { senderId: owner, ${system} }]
services: [{ serviceId: DemoService, owner: owner, url: "http://127.0.0.1:1/", networks: [loopback] }]
connections: [{ system: client, service: DemoService }]
`
  const source = await readRegistryYaml(yaml, { folder: '/' })
  return new Registry({ ...source, ...changes }, { number: 1, publishedAt: new Date() })
}

const signed = (signing: Partial<Signing> = {}): Buffer =>
  Buffer.from(signedMessage({ pair, ...signing }))

const codesOf = async (bytes: Uint8Array, given: Circumstances = circumstances) =>
  (await diagnose(bytes, given)).findings.map(({ kind, code }) => `${kind} ${code}`)

describe('the verdict is the one of the gateway', () => {
  test('for a good message: nothing is wrong, and what was not checked is named', async () => {
    const { verdict, leftOut } = await diagnose(signed(), circumstances)
    expect(verdict).toEqual({ outcome: 'ok' })
    expect(leftOut.map(({ code }) => code)).toEqual(['delivery'])
  })

  test('and says what it would need when it knows nothing beside the message', async () => {
    const { verdict, leftOut } = await diagnose(signed())
    expect(verdict).toEqual({ outcome: 'ok' })
    expect(leftOut.map(({ code }) => code)).toEqual(['registry', 'trust', 'delivery'])
  })

  test.each([
    ['an unknown sender', '>client<', '>nobody<', 'sender-unknown', 'authenticate'],
    ['a wrong password', 'open-sesame', 'close-sesame', 'sender-password-wrong', 'authenticate'],
    ['an unknown service', 'DemoService', 'Nothing', 'service-unknown', 'authorize'],
    [
      'a field that is missing',
      '<messageId>message-1</messageId>',
      '',
      'message-malformed',
      'envelope',
    ],
  ])('for %s, honestly signed', async (_, from, to, code, stage) => {
    const bytes = signed({ body: content().replace(from, to) })
    expect((await diagnose(bytes, circumstances)).verdict).toMatchObject({ code, stage })
  })

  test('for a connection that is suspended or is not there', async () => {
    const suspended = await registryOf({
      connections: registry.source.connections.map((one) => ({
        ...one,
        suspended: ['until Monday'],
      })),
    })
    const none = await registryOf({ connections: [] })
    const verdictWith = async (one: Registry) =>
      (await diagnose(signed(), { ...circumstances, registry: one })).verdict
    expect(await verdictWith(suspended)).toMatchObject({ code: 'connection-suspended' })
    expect(await verdictWith(none)).toMatchObject({ code: 'access-denied' })
  })

  test('for a certificate that has expired, at the time that is asked about', async () => {
    const at = (year: number) => ({ ...circumstances, now: new Date(`${year}-01-01T00:00:00Z`) })
    expect((await diagnose(signed(), at(2051))).verdict).toMatchObject({
      code: 'certificate-expired',
    })
    expect((await diagnose(signed(), at(2019))).verdict).toMatchObject({
      code: 'certificate-not-yet-valid',
    })
    expect((await diagnose(signed(), at(2030))).verdict).toEqual({ outcome: 'ok' })
  })

  test('for a certificate that nobody vouches for', async () => {
    const stranger = await selfSigned({ ...identity })
    const bytes = Buffer.from(signedMessage({ pair: stranger }))
    const { verdict } = await diagnose(bytes, { trust: authority.trust() })
    expect(verdict).toMatchObject({ code: 'certificate-untrusted' })
    expect((await diagnose(bytes)).verdict).toEqual({ outcome: 'ok' })
  })

  test('for a message that is too long', async () => {
    const { verdict, findings } = await diagnose(Buffer.alloc(11 * 1024 * 1024, ' '))
    expect(verdict).toMatchObject({ code: 'message-too-large', stage: 'channel' })
    expect(findings).toHaveLength(1)
  })
})

describe('it does not stop at the first finding', () => {
  test('a changed Body, a wrong password and an unknown service are told at once', async () => {
    const bytes = signed({
      body: content().replace('open-sesame', 'wrong').replace('DemoService', 'Nothing'),
    })
    const damaged = Buffer.from(bytes.toString().replaceAll('><', '>\n<'))
    const codes = await codesOf(damaged)
    expect(codes[0]).toMatch(/^verdict signature-/)
    expect(codes).toContain('problem sender-password-wrong')
    expect(codes).toContain('problem service-unknown')
  })

  test('whose certificate it is, and which is registered, stands beside a refusal', async () => {
    const other = await authority.issue({ bin: '999940000017', commonName: 'БӨТЕН' })
    const { findings } = await diagnose(Buffer.from(signedMessage({ pair: other })), circumstances)
    expect(findings.map(({ code }) => code)).toEqual([
      'sender-certificate-not-registered',
      'certificate-not-among-registered',
      'signature-of-enclosed-key',
      'certificate-belongs-to',
    ])
    expect(findings[1]!.explanation.en).toContain(pair.certificate.serial)
    expect(findings[3]!.title.ru).toContain('БӨТЕН')
    expect(findings[3]!.explanation.kk).toContain('999940000017')
  })

  test('another IIN than the registered one is shown beside it', async () => {
    const bytes = Buffer.from(signedMessage({ pair }))
    const source = (await registryOf({})).source
    const others = source.systems.map((system) => ({ ...system, iin: '999999999999' }))
    const codes = await codesOf(bytes, {
      ...circumstances,
      registry: await registryOf({ systems: others }),
    })
    expect(codes).toContain('verdict sender-certificate-identity')
    expect(codes).toContain('problem identity-differs')
  })

  test('a key of another registered certificate is recognised', async () => {
    const second = await authority.issue({ ...identity })
    const systems = registry.source.systems.map((system) => ({
      ...system,
      certificates: [pair.certificate, second.certificate],
    }))
    const both = { ...circumstances, registry: await registryOf({ systems }) }
    const bytes = signed({ enclosed: second.certificate })
    expect(await codesOf(bytes, both)).toContain('cause key-of-other-certificate')
  })

  test('a message that names its certificate by number is judged with the registered one', async () => {
    const bytes = signEnvelope({ content: [content()] }, { ...pair, reference: 'IssuerSerial' })
    expect((await diagnose(bytes, circumstances)).verdict).toEqual({ outcome: 'ok' })
    const { leftOut } = await diagnose(bytes)
    expect(leftOut.map(({ code }) => code)).toContain('key')
  })
})

describe('a file that was kept right after signing', () => {
  test('is compared directly: the first byte that differs is shown', async () => {
    const signedAs = signed()
    const bytes = Buffer.from(signedAs.toString().replace('Сәлем', 'Салем'))
    const { findings } = await diagnose(bytes, { signedAs })
    const found = findings.find(({ code }) => code === 'changed-as-compared')
    expect(found?.evidence).toMatchObject({ before: expect.stringMatching(/<text>С$/) })
    expect(found?.evidence?.signed).toMatch(/^әлем йод/)
    expect(found?.evidence?.received).toMatch(/^алем йод/)
    expect(await codesOf(signedAs, { signedAs })).toContain('hint same-as-compared')
  })

  test('never shows a password', async () => {
    const signedAs = signed()
    const bytes = Buffer.from(signedAs.toString().replace('open-sesame', 'open-secret'))
    const diagnosis = await diagnose(bytes, { ...circumstances, signedAs })
    expect(JSON.stringify(diagnosis)).not.toMatch(/sesame|secret/)
    expect(diagnosis.findings.find(({ evidence }) => evidence)?.evidence?.signed).toMatch(
      /^•••<\/password>/,
    )
  })
})

describe('what is no message is recognised', () => {
  test.each([
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0]), 'not-xml'],
    ['UTF-16', Buffer.from('\uFEFF<a/>', 'utf16le'), 'not-xml'],
    ['JSON', Buffer.from('{"a": 1}'), 'not-xml'],
    ['HTML', Buffer.from('<!DOCTYPE html><html></html>'), 'not-xml'],
    ['escaped markup', Buffer.from('&lt;soap:Envelope&gt;'), 'not-xml'],
    [
      'base64',
      Buffer.from(
        Buffer.from('<soap:Envelope xmlns:soap="urn:x"></soap:Envelope>').toString('base64'),
      ),
      'not-xml',
    ],
    ['nothing', Buffer.alloc(0), 'not-xml'],
    ['HTTP headers', Buffer.from('POST / HTTP/1.1\r\nHost: x\r\n\r\n<a/>'), 'http-headers-in-file'],
    [
      'space before the declaration',
      Buffer.from('\n<?xml version="1.0"?><a/>'),
      'space-before-declaration',
    ],
    [
      'windows-1251',
      Buffer.from([0x3c, 0x61, 0x3e, 0xcf, 0xf0, 0xe8, 0x3c, 0x2f, 0x61, 0x3e]),
      'not-utf-8',
    ],
  ])('%s', async (_, bytes, code) => {
    const { verdict, findings } = await diagnose(bytes)
    expect(verdict).toMatchObject({ outcome: 'refused', stage: 'envelope' })
    expect(findings.map((one) => one.code)).toContain(code)
  })

  test('an answer in place of a request', async () => {
    const answer = signed().toString().replaceAll('ns2:SendMessage', 'ns2:SendMessageResponse')
    expect(await codesOf(Buffer.from(answer))).toContain('cause not-a-request')
  })
})

describe('hostile bytes', () => {
  const deep = '<a>'.repeat(100_000)
  test.each([
    ['elements nested deep', Buffer.from(deep)],
    ['a DTD', Buffer.from('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')],
    ['ten megabytes of spaces', Buffer.alloc(10_000_000, ' ')],
    ['ten megabytes of beginnings', Buffer.alloc(9_999_990, '<password ')],
    ['zero bytes', Buffer.alloc(1000)],
  ])('%s are refused and explained, not thrown', async (_, bytes) => {
    const diagnosis = await diagnose(bytes, circumstances)
    expect(diagnosis.verdict.outcome).toBe('refused')
    expect(diagnosisText(diagnosis, 'en')).toContain('The gateway would refuse this message')
  })

  test.each([
    ['white space', ' \n'],
    ['fields', '<f>a </f>'],
    ['ends of entities', '&amp;lt;'],
    ['declarations', 'xmlns="a" '],
    ['carriage returns', '&#13;\n'],
    ['empty elements', '<a/>'],
    ['beginnings in a CDATA section', '<data>', '<![CDATA[', ']]>'],
    ['quotation marks', 'xmlns="'],
  ])(
    'a damaged Body of a megabyte of %s costs no more than its share',
    async (_, unit, start = '', end = '') => {
      const inside = `<t>${start}${unit.repeat(Math.floor(900_000 / unit.length))}${end}</t>`
      const bytes = signed({ body: content(inside), hash: 'sha512' })
        .toString()
        .replace('message-1', 'message-2')
      const { effort, findings } = await diagnose(Buffer.from(bytes), circumstances)
      expect(findings.map(({ code }) => code)).toContain('changed-unexplained')
      expect(effort.guesses).toBeLessThanOrEqual(400)
      expect(effort.bytes).toBeLessThanOrEqual(32 * 1024 * 1024 + 4 * bytes.length)
    },
  )

  test('a long message is not written anew for guesses, and the diagnosis says so', async () => {
    const bytes = signed({ body: content(`<t>${'a'.repeat(3_000_000)}</t>`) })
    const { leftOut } = await diagnose(
      Buffer.from(bytes.toString().replace('message-1', 'message-2')),
    )
    expect(leftOut.map(({ code }) => code)).toContain('length')
  })

  test('are never thrown at, whatever they are', async () => {
    const good = signed().toString()
    const spoiled = fc
      .tuple(fc.nat(good.length), fc.nat(40), fc.string({ maxLength: 20 }))
      .map(([at, length, text]) => Buffer.from(good.slice(0, at) + text + good.slice(at + length)))
    const any = fc.oneof(
      fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)),
      spoiled,
    )
    await fc.assert(
      fc.asyncProperty(any, async (bytes) => {
        const diagnosis = await diagnose(bytes, circumstances)
        expect(diagnosis.effort.guesses).toBeLessThanOrEqual(400)
        // Plain data, whatever it was.
        expect(structuredClone(diagnosis)).toEqual(JSON.parse(JSON.stringify(diagnosis)))
        for (const language of ['kk', 'ru', 'en'] as const) {
          expect(diagnosisText(diagnosis, language)).not.toMatch(/[^\P{Cc}\n]|undefined/u)
        }
        const verdict = diagnosis.verdict.outcome === 'refused' ? diagnosis.verdict.code : 'ok'
        expect(verdict).not.toBe('internal-error')
      }),
      { numRuns: 300 },
    )
  })
})

test('every spoiled Body whose digest is restored shows a true difference', async () => {
  const bytes = signed()
  const damaged = Buffer.from(bytes.toString().replaceAll('><request', '>\n  <request'))
  const { findings } = await diagnose(damaged)
  const { evidence } = findings.find(({ code }) => code === 'indentation-added')!
  const body = scan(damaged).root.children()[1]!
  const canonical = damaged.subarray(body.start, body.end).toString()
  expect(canonical).toContain(evidence!.before.slice(-10) + '\n  <request')
  expect(evidence!.signed.startsWith('<request')).toBe(true)
})

test('whoever else uses the process has a turn between two guesses', async () => {
  let turns = 0
  let goesOn = true
  const takeTurn = (): void => {
    turns++
    if (goesOn) setImmediate(takeTurn)
  }
  setImmediate(takeTurn)
  const { effort } = await diagnose(signed({ hashed: () => Buffer.from('something else') }))
  goesOn = false
  expect(effort.guesses).toBeGreaterThan(10)
  expect(turns).toBeGreaterThanOrEqual(effort.guesses)
})
