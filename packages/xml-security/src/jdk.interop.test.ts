import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type KeyKind, type KeyPair, signatureAlgorithm } from '@arna/pki'
import { createTestAuthority } from '@arna/testing'
import { scan } from '@arna/xml'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sameKey } from './key-info/key-reference.ts'
import { namespaces } from './namespaces.ts'
import { readTransportSignature } from './ws-security/read-transport-signature.ts'
import { signEnvelope } from './ws-security/sign-envelope.ts'
import { verifyTransportSignature } from './ws-security/verify-transport-signature.ts'

const program = fileURLToPath(new URL('../interop/TransportSignature.java', import.meta.url))
const { soap11, wsse, wsu } = namespaces
const more = 'http://www.w3.org/2001/04/xmldsig-more#'
const pss = 'http://www.w3.org/2007/05/xmldsig-more#'
const algorithms: readonly (readonly [kind: KeyKind, uri: string])[] = [
  ...['sha256', 'sha384', 'sha512'].map((hash) => ['rsa2048', `${more}rsa-${hash}`] as const),
  ...['sha256', 'sha384', 'sha512'].map((hash) => ['rsa2048', `${pss}${hash}-rsa-MGF1`] as const),
  ['p256', `${more}ecdsa-sha256`],
  ['p384', `${more}ecdsa-sha384`],
  ['p521', `${more}ecdsa-sha512`],
]
const content = '<m:a xmlns:m="urn:m" m:b=" ә&#13;">Қазақша &amp; &#x1F600;<!-- c --><c/></m:a>'

let folder: string
const pairs = new Map<KeyKind, KeyPair>()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'arna-jdk-'))
  execFileSync('javac', ['-encoding', 'UTF-8', '-d', folder, program])
  const authority = await createTestAuthority()
  for (const kind of ['rsa2048', 'p256', 'p384', 'p521'] as const) {
    const pair = await authority.issue({ keyKind: kind })
    pairs.set(kind, pair)
    writeFileSync(join(folder, `${kind}.pem`), pair.certificate.pem)
    writeFileSync(join(folder, `${kind}.key`), pair.key.export({ type: 'pkcs8', format: 'der' }))
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const jdk = (...words: string[]): string =>
  execFileSync('java', ['-cp', folder, 'TransportSignature', ...words]).toString()

describe('XMLDSig of the JDK', () => {
  test('verifies what we sign, by every algorithm, and not what was changed', () => {
    const words = algorithms.flatMap(([kind, uri], index) => {
      const pair = pairs.get(kind)!
      const algorithm = signatureAlgorithm(uri)!
      const signed = signEnvelope(
        { content: [content] },
        { ...pair, algorithm, reference: 'KeyIdentifier' },
      )
      const [good, bad] = [join(folder, `good-${index}.xml`), join(folder, `bad-${index}.xml`)]
      writeFileSync(good, signed)
      writeFileSync(bad, signed.toString().replace('Қазақша', 'Қазақшы'))
      const certificate = join(folder, `${kind}.pem`)
      return [certificate, good, certificate, bad]
    })
    expect(
      jdk('verify', ...words)
        .trim()
        .split('\n'),
    ).toEqual(algorithms.flatMap(() => ['true', 'false']))
  })

  test.each(algorithms)('signs with %s by %s what we verify', (kind, uri) => {
    const { certificate } = pairs.get(kind)!
    const [file, out] = [join(folder, 'unsigned.xml'), join(folder, 'signed.xml')]
    writeFileSync(
      file,
      `<S:Envelope xmlns:S="${soap11}"><S:Header><wsse:Security xmlns:wsse="${wsse}"/></S:Header><S:Body xmlns:wsu="${wsu}" wsu:Id="b">${content}</S:Body></S:Envelope>`,
    )
    const pair = [join(folder, `${kind}.pem`), join(folder, `${kind}.key`)]
    jdk('sign', ...pair, uri, signatureAlgorithm(uri)!.digestUri, file, out)
    const signature = readTransportSignature(scan(readFileSync(out)))
    expect(sameKey(signature.keyReference, certificate)).toBe(true)
    expect(verifyTransportSignature(signature, certificate.publicKey).body.localName).toBe('Body')
  })
})
