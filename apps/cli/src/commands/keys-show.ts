import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { type Certificate, PkiError } from '@arna/pki'
import { publicationKeyId } from '@arna/registry'
import type { Command } from '../command.ts'
import { Failure } from '../failure.ts'
import { readBytes, readCertificates } from '../files.ts'
import { visible } from '../visible.ts'

/** `arna keys show`: what a key or certificate file holds, without its secret. */
export const keysShow: Command = {
  name: 'keys show',
  summary: 'say what a key or certificate file holds',
  words: 'FILE',
  wordCount: [1, 1],
  options: {},
  examples: [
    ['arna keys show member.crt', 'subject, issuer, number, dates, IIN, BIN, SHA-256'],
    ['arna keys show member.key', 'the kind of key and the SHA-256 of its public half'],
  ],
  notes:
    'keySha256 is over the public key (SPKI): a key and a certificate with the same one belong together.',
  async run(given, context) {
    const [file = ''] = given.positionals
    const bytes = readBytes(file)
    const key = readAnyKey(bytes)
    const found = key === undefined ? readCertificates(file).map(certificateFacts) : [keyFacts(key)]
    if (context.json) context.write(`${JSON.stringify(found, null, 2)}\n`)
    else context.write(found.map(asText).join('\n'))
    return 0
  },
}

type Facts = Readonly<Record<string, string | null>>

function certificateFacts(certificate: Certificate): Facts {
  const { subject, issuer, serial, iin, bin, notBefore, notAfter, sha256 } = certificate
  return {
    what: certificate.ca ? 'CA certificate' : 'certificate',
    subject,
    issuer,
    serial,
    iin: iin ?? null,
    bin: bin ?? null,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    usage: certificate.keyUsage === undefined ? null : [...certificate.keyUsage].join(', '),
    sha256,
    ...publicFacts(certificate),
  }
}

/** A GOST key is read, but node:crypto has no object for it. */
function publicFacts(certificate: Certificate): Facts {
  try {
    const { publicKey } = certificate
    return { key: kindOf(publicKey), keySha256: keySha256(publicKey) }
  } catch (error) {
    if (error instanceof PkiError) return { key: certificate.keyAlgorithm, keySha256: null }
    throw error
  }
}

function keyFacts(key: KeyObject): Facts {
  const isPrivate = key.type === 'private'
  return {
    what: isPrivate ? 'private key' : 'public key',
    key: kindOf(key),
    keySha256: keySha256(isPrivate ? createPublicKey(key) : key),
    ...(key.asymmetricKeyType === 'ed25519' && { keyId: publicationKeyId(key) }),
  }
}

function readAnyKey(bytes: Buffer): KeyObject | undefined {
  const text = bytes.toString('latin1')
  if (!/-----BEGIN [A-Z ]*(PRIVATE|PUBLIC) KEY-----/.test(text)) return undefined
  if (text.includes('ENCRYPTED')) {
    throw new Failure('the private key is encrypted: open it first, for instance with openssl pkey')
  }
  try {
    return text.includes('PRIVATE KEY') ? createPrivateKey(bytes) : createPublicKey(bytes)
  } catch {
    throw new Failure('the file says that it holds a key, and it cannot be read: it is damaged')
  }
}

function kindOf(key: KeyObject): string {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {}
  if (modulusLength !== undefined) return `${key.asymmetricKeyType} ${modulusLength}`
  return namedCurve === undefined ? String(key.asymmetricKeyType) : `ec ${namedCurve}`
}

function keySha256(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}

function asText(facts: Facts): string {
  const rows = Object.entries(facts).flatMap(([name, value]) =>
    value === null ? [] : [`${name.padEnd(10)} ${visible(value)}\n`],
  )
  return rows.join('')
}
