import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { KeyPair } from '@arna/pki'
import { createTestAuthority, selfSigned, type TestAuthority } from '@arna/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { newFolder, type Ran, runArna } from '../test-setup/run-arna.ts'

const cwd = newFolder()
let authority: TestAuthority

const soap = 'http://schemas.xmlsoap.org/soap/envelope/'
const envelope = `<?xml version="1.0" encoding="UTF-8"?>
<S:Envelope xmlns:S="${soap}"><S:Body><q:ask xmlns:q="urn:q">Сәлем &amp; 𐰀</q:ask></S:Body></S:Envelope>
`
const order = '<order Id="o1"><sum currency="KZT">100</sum><!-- c --></order>'

const write = (name: string, content: string | Buffer): void =>
  writeFileSync(join(cwd, name), content)

function writePair(name: string, { key, certificate }: KeyPair): void {
  write(`${name}.key`, key.export({ type: 'pkcs8', format: 'pem' }))
  write(`${name}.crt`, certificate.pem)
}

beforeAll(async () => {
  authority = await createTestAuthority()
  write('ca.pem', authority.certificate.pem)
  writePair(
    'rsa',
    await authority.issue({ keyKind: 'rsa2048', iin: '000000000000', bin: '000140000017' }),
  )
  writePair('ec', await authority.issue({}))
  const [notBefore, notAfter] = [new Date('2024-01-01T00:00:00Z'), new Date('2025-01-01T00:00:00Z')]
  writePair('old', await authority.issue({ notBefore, notAfter }))
  writePair('stranger', await selfSigned())
  write('envelope.xml', envelope)
  write('order.xml', order)
})

const arna = (...words: string[]): Promise<Ran> => runArna(words, { cwd })

/** Signing the same twice would only cost time. */
const known = new Map<string, Promise<string>>()

function signed(input: string, name: string, ...options: string[]): Promise<string> {
  const words = ['sign', input, '--key', `${name}.key`, '--cert', `${name}.crt`, ...options]
  const line = words.join(' ')
  const text = known.get(line) ?? signAnew(words)
  known.set(line, text)
  return text
}

async function signAnew(words: string[]): Promise<string> {
  const { code, stdout, stderr } = await arna(...words)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

const verified = (input: string, ...options: string[]): Promise<Ran> =>
  runArna(['verify', '-', ...options], { cwd, input })

describe('what arna sign makes, arna verify believes:', () => {
  test.each(['KeyIdentifier', 'BinarySecurityToken'])('a SOAP Body by %s', async (reference) => {
    const message = await signed('envelope.xml', 'rsa', '--reference', reference)
    expect(message).toContain('<q:ask xmlns:q="urn:q">Сәлем &amp; 𐰀</q:ask>')
    const { code, stdout } = await verified(message, '--trust', 'ca.pem')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^signature 1: valid, RSA-SHA256\n {2}reference to #id-[\w-]+: holds\n/)
    expect(stdout).toContain('IIN 000000000000, BIN 000140000017')
    expect(stdout).not.toContain('was not checked')
  })

  test('a SOAP Body by issuer and serial number, when the certificate is given', async () => {
    const message = await signed('envelope.xml', 'ec', '--reference', 'IssuerSerial')
    const without = await verified(message)
    expect(without.code).toBe(1)
    expect(without.stdout).toContain('problem: the signature names its certificate by issuer')
    expect((await verified(message, '--cert', 'ec.crt', '--trust', 'ca.pem')).code).toBe(0)
  })

  test('a document, the signature inside it', async () => {
    const document = await signed('order.xml', 'ec')
    expect(document.startsWith(order.slice(0, -'</order>'.length))).toBe(true)
    const { code, stdout } = await verified(document)
    expect(code).toBe(0)
    expect(stdout).toContain(
      'signature 1: valid, ECDSA-SHA256\n  reference to the whole document: holds',
    )
    expect(stdout).toContain('The certificate chain was not checked: give --trust FILE')
  })

  test('an element by its id, with a chosen algorithm', async () => {
    write('two.xml', `<all>${order}<rest/></all>`)
    const document = await signed('two.xml', 'rsa', '--id', 'o1', '--algorithm', 'rsa-pss-sha512')
    const changedBeside = document.replace('<rest/>', '<rest>more</rest>')
    const { code, stdout } = await verified(changedBeside, '--trust', 'none')
    expect(code).toBe(0)
    expect(stdout).toContain('signature 1: valid, RSA-PSS-SHA512\n  reference to #o1: holds')
  })

  test('two signatures in one file, of which one may be broken', async () => {
    const inner = (await signed('order.xml', 'ec', '--id', 'o1')).replace('KZT', 'USD')
    write('outer.xml', `<all Id="all">${inner}</all>`)
    const document = await signed('outer.xml', 'rsa', '--id', 'all')
    const { code, stdout } = await verified(document, '--json')
    expect(code).toBe(1)
    const { valid, signatures } = JSON.parse(stdout)
    expect(valid).toBe(false)
    expect(signatures.map((one: { valid: boolean }) => one.valid)).toEqual([false, true])
  })
})

describe('arna verify', () => {
  test('gives programs exactly this JSON', async () => {
    const { code, stdout, stderr } = await verified(await signed('envelope.xml', 'rsa'), '--json')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout)).toEqual({
      valid: true,
      signatures: [
        {
          valid: true,
          algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
          actor: null,
          references: [{ uri: expect.stringMatching(/^#id-/), valid: true }],
          certificate: {
            subject: expect.stringContaining('CN=ТЕСТОВ ТЕСТ'),
            serial: expect.stringMatching(/^\d+$/),
            iin: '000000000000',
            bin: '000140000017',
            notAfter: '2049-12-31T00:00:00.000Z',
          },
        },
      ],
    })
  })

  test('names the actor of a wsse:Security', async () => {
    const message = await signed('envelope.xml', 'ec')
    const forSmev = message.replace('S:mustUnderstand="1"', 'S:actor="urn:smev"')
    const { stdout } = await verified(forSmev, '--json')
    expect(JSON.parse(stdout).signatures[0].actor).toBe('urn:smev')
  })

  test('says which reference is broken and exits with 1', async () => {
    const message = (await signed('envelope.xml', 'rsa')).replace('Сәлем', 'сәлем')
    const { code, stdout } = await verified(message)
    expect(code).toBe(1)
    expect(stdout).toContain('signature 1: NOT VALID')
    expect(stdout).toContain(': NOT VALID\n')
    expect(stdout).toContain('problem: the digest differs')
  })

  test('with --json the reasons stand on stderr', async () => {
    const message = (await signed('envelope.xml', 'rsa')).replace('Сәлем', 'сәлем')
    const { code, stdout, stderr } = await verified(message, '--json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout).signatures[0].references[0].valid).toBe(false)
    expect(stderr).toContain('arna: the digest differs')
  })

  test('does not believe a stranger when it is told whom to believe', async () => {
    const message = await signed('envelope.xml', 'stranger')
    expect((await verified(message)).code).toBe(0)
    expect((await verified(message, '--trust', 'none')).code).toBe(0)
    const { code, stdout } = await verified(message, '--trust', 'ca.pem')
    expect(code).toBe(1)
    expect(stdout).toContain('signature 1: NOT VALID')
    const [, serial] = /^ {2}serial (\d+),/m.exec(stdout)!
    expect(stdout).toContain(`problem: the certificate ${serial} is not trusted: `)
  })

  test('tells a key from the certificate that --trust wants', async () => {
    const { code, stderr } = await verified(order, '--trust', 'rsa.key')
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'arna: rsa.key holds a private key, not a certificate\n',
    })
  })

  test('judges certificates now, or at the time it is told', async () => {
    const message = await signed('envelope.xml', 'old')
    expect((await verified(message, '--trust', 'ca.pem')).code).toBe(1)
    expect((await verified(message, '--trust', 'ca.pem', '--at', '2024-06-01')).code).toBe(0)
    expect((await verified(message, '--trust', 'ca.pem', '--at', '2023-06-01')).code).toBe(1)
  })

  test('without a chain it judges dates only when asked about a time', async () => {
    const message = await signed('envelope.xml', 'old')
    expect((await verified(message)).code).toBe(0)
    expect((await verified(message, '--at', '2024-06-01T12:00:00Z')).code).toBe(0)
    const { code, stdout } = await verified(message, '--at', '2026-01-01')
    expect(code).toBe(1)
    expect(stdout).toContain(
      'problem: the certificate is valid from 2024-01-01 to 2025-01-01, not at 2026',
    )
  })

  test('a file without a signature is not valid', async () => {
    const { code, stdout, stderr } = await verified(order, '--json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toEqual({ valid: false, signatures: [] })
    expect(JSON.parse(stderr)).toEqual({ error: 'standard input holds no XML signature' })
  })

  test.each(['tomorrow', '2026', '2026-13-01'])('--at %s is no date', async (at) => {
    const { code, stderr } = await verified(order, '--at', at)
    expect(code).toBe(2)
    expect(stderr).toContain(`--at ${at}: write a date`)
  })
})

const collected = fileURLToPath(new URL('../../../../../shared/vectors/shep', import.meta.url))

describe.skipIf(!existsSync(collected))(
  'messages that others made (collected vectors needed)',
  () => {
    test('an RSA signature of another program holds, and its certificate has run out', async () => {
      const file = join(collected, 'wsse-rsa.xml')
      const { code, stdout } = await arna('verify', file, '--json')
      expect(code).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({
        valid: true,
        signatures: [
          {
            valid: true,
            algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
            certificate: { iin: '123456789011' },
          },
        ],
      })
      expect((await arna('verify', file, '--at', '2026-11-23')).code).toBe(1)
    })

    test('an algorithm that is not known is no valid signature, and no crash', async () => {
      const { code, stdout } = await arna('verify', join(collected, 'nitec-request-gost2004.xml'))
      expect(code).toBe(1)
      expect(stdout).toContain('signature 1: NOT VALID')
    })
  },
)

describe('arna sign refuses', () => {
  test.each([
    [
      ['--key', 'rsa.key', '--cert', 'ec.crt'],
      1,
      'ec.crt is not the certificate of the key rsa.key',
    ],
    [['--key', 'rsa.crt', '--cert', 'rsa.crt'], 1, 'rsa.crt: the PEM holds no private key'],
    [['--key', 'rsa.key', '--cert', 'rsa.crt', '--algorithm', 'ECDSA-SHA256'], 1, 'was not signed'],
    [['--key', 'rsa.key', '--cert', 'rsa.crt', '--algorithm', 'RSA-SHA1'], 2, 'RSA-SHA256'],
    [['--key', 'rsa.key', '--cert', 'rsa.crt', '--form', 'wsse'], 1, 'order.xml was not signed'],
    [['--key', 'rsa.key', '--cert', 'rsa.crt', '--id', 'none'], 1, 'no element has the id none'],
    [['--key', 'rsa.key', '--cert', 'rsa.crt', '--form', 'id'], 2, '--id is missing'],
    [['--cert', 'rsa.crt'], 2, '--key is missing'],
    [[], 2, '--key is missing: the private key; --cert is missing: the certificate of the key'],
    [
      ['--key', 'rsa.key', '--cert', 'rsa.key'],
      1,
      'rsa.key holds a private key, not a certificate',
    ],
  ])('%j', async (options, exitCode, message) => {
    const { code, stdout, stderr } = await arna('sign', 'order.xml', ...options)
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('    at ')
  })
})
