import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { type Certificate, generateKey, issueCertificate } from '@arna/pki'
import { publicationKeyId } from '@arna/registry'
import type { Command, Context } from '../command.ts'
import type { Given } from '../command-line.ts'
import { Failure, messageOf, UsageError } from '../failure.ts'
import { writeNew } from '../files.ts'

const kinds = [
  'rsa2048',
  'rsa3072',
  'rsa4096',
  'p256',
  'p384',
  'p521',
  'ed25519',
  'hex256',
] as const
const secret = 0o600
const open = 0o644

/** `arna keys new`: a private key, and what belongs beside it. */
export const keysNew: Command = {
  name: 'keys new',
  summary: 'make a private key, with a self-signed certificate if wanted',
  words: '',
  wordCount: [0, 0],
  options: {
    kind: { value: 'KIND', help: kinds.join(', ') },
    out: { value: 'FILE', help: 'the private key: PKCS#8 PEM, readable by its owner only' },
    'self-signed': { help: 'write a self-signed certificate beside it (.crt), for tests' },
    subject: {
      value: '"CN=…"',
      help: 'its subject, as in "CN=ТЕСТОВ ТЕСТ,serialNumber=IIN…,C=KZ,O=…,OU=BIN…"',
    },
    days: { value: 'N', help: 'how long it is valid; 365 when left out' },
    force: { help: 'replace files that are there' },
  },
  examples: [
    ['arna keys new --kind rsa2048 --out member.key', 'a private key, readable by its owner only'],
    [
      'arna keys new --kind p256 --out test.key --self-signed --subject "CN=Test,C=KZ"',
      'also test.crt',
    ],
    [
      'arna keys new --kind ed25519 --out publication.key',
      'signs registries; publication.pub is for the gateways',
    ],
    [
      'arna keys new --kind hex256 --out secret.key',
      '64 hexadecimal digits: the mask key and the secret key of a gateway are such',
    ],
  ],
  async run(given, context) {
    const kind = given.oneOf('kind', kinds)
    if (kind === undefined) throw new UsageError(`--kind is missing: one of ${kinds.join(', ')}`)
    const out = given.required('out', 'the file for the private key')
    if (kind === 'hex256') return newHexKey(out, given, context)
    if (kind === 'ed25519' && given.flag('self-signed')) {
      throw new UsageError('--self-signed: an ed25519 key signs registries and has no certificate')
    }
    const key =
      kind === 'ed25519'
        ? generateKeyPairSync(kind).privateKey
        : (await generateKey(kind)).privateKey
    const certificate = given.flag('self-signed')
      ? await selfSigned(key, given, context.now())
      : undefined
    const files = [{ what: 'key', path: out, content: pem(key, 'pkcs8'), mode: secret }]
    if (certificate !== undefined) {
      const path = beside(out, '.crt')
      files.push({ what: 'certificate', path, content: certificate.pem, mode: open })
    }
    if (kind === 'ed25519') {
      const content = pem(createPublicKey(key), 'spki')
      files.push({ what: 'publicKey', path: beside(out, '.pub'), content, mode: open })
      context.say(`key id ${publicationKeyId(key)}`)
    }
    writeNew(files, given.flag('force'))
    const written = Object.fromEntries(files.map(({ what, path }) => [what, path]))
    if (context.json) context.write(`${JSON.stringify(written)}\n`)
    else context.say(files.map(({ path }) => `wrote ${path}`).join('\n'))
    return 0
  },
}

/** For what is no pair of keys: the mask key and the secret key of a gateway. */
function newHexKey(out: string, given: Given, context: Context): 0 {
  if (given.flag('self-signed')) {
    throw new UsageError('--self-signed: a hex256 key is no pair and has no certificate')
  }
  const content = `${randomBytes(32).toString('hex')}\n`
  writeNew([{ path: out, content, mode: secret }], given.flag('force'))
  if (context.json) context.write(`${JSON.stringify({ key: out })}\n`)
  else context.say(`wrote ${out}`)
  return 0
}

async function selfSigned(key: KeyObject, given: Given, now: Date): Promise<Certificate> {
  const days = Number(given.text('days') ?? 365)
  if (!Number.isInteger(days) || days < 1 || days > 36_500) {
    throw new UsageError('--days: a whole number from 1 to 36500')
  }
  const subject = parseSubject(given.required('subject', 'whom the certificate names, as "CN=…"'))
  try {
    return await issueCertificate({
      subject,
      publicKey: createPublicKey(key),
      issuerKey: key,
      notBefore: now,
      days,
    })
  } catch (error) {
    throw new Failure(`no certificate for ${given.text('subject')}: ${messageOf(error)}`)
  }
}

/** `CN=A\, B,C=KZ`: attributes in the order of the certificate, a comma inside a value behind a backslash. */
function parseSubject(text: string): [string, string][] {
  const parts = text.match(/(?:\\.|[^,\\])+/g) ?? []
  return parts.map((part) => {
    const match = /^\s*([\w.]+)\s*=\s*(.*\S)\s*$/s.exec(part)
    if (match === null) throw new UsageError(`--subject: ${part} is not of the form NAME=value`)
    return [match[1]!, match[2]!.replaceAll(/\\(.)/g, '$1')]
  })
}

function pem(key: KeyObject, type: 'pkcs8' | 'spki'): string {
  const text =
    type === 'pkcs8' ? key.export({ type, format: 'pem' }) : key.export({ type, format: 'pem' })
  return text.toString()
}

const beside = (path: string, extension: string): string =>
  `${path.replace(/\.(key|pem)$/, '')}${extension}`
