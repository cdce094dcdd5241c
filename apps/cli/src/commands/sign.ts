import { keyBelongsTo, type SignatureAlgorithm, signatureAlgorithms } from '@arna/pki'
import type { XmlDocument } from '@arna/xml'
import { type DocumentSigner, signById, signEnveloped, signMessage } from '@arna/xml-security'
import type { Command } from '../command.ts'
import type { Given } from '../command-line.ts'
import { Failure, messageOf, UsageError } from '../failure.ts'
import { readCertificate, readDocument, readKey, shown } from '../files.ts'

const forms = ['wsse', 'enveloped', 'id'] as const
const references = ['KeyIdentifier', 'IssuerSerial', 'BinarySecurityToken'] as const

/** `arna sign`: an XML signature into a file, without a gateway. */
export const sign: Command = {
  name: 'sign',
  summary: 'sign a SOAP message or any XML document',
  words: 'FILE|-',
  wordCount: [1, 1],
  options: {
    key: { value: 'FILE', help: 'private key (PEM)' },
    cert: { value: 'FILE', help: 'its certificate' },
    form: {
      value: 'FORM',
      help: 'wsse for SOAP (usual for an Envelope), enveloped, or id (usual with --id)',
    },
    id: { value: 'ID', help: 'form id: the element to sign' },
    reference: {
      value: 'STYLE',
      help: `form wsse: ${references.join(', ')}; the first when left out`,
    },
    algorithm: {
      value: 'NAME',
      help: 'RSA-SHA256, ECDSA-SHA256 …, or the URI; the usual one of the key when left out',
    },
  },
  examples: [
    [
      'arna sign envelope.xml --key my.key --cert my.crt > signed.xml',
      'the SOAP Body, as SHEP wants it',
    ],
    [
      'arna sign request.xml --key my.key --cert my.crt --form enveloped',
      'a document of business data',
    ],
    ['arna sign - --key my.key --cert my.crt --id part1 < a.xml', 'one element'],
  ],
  notes: 'All bytes of the file stay as they are; the signature is written between them.',
  async run(given, context) {
    const [file = '-'] = given.positionals
    const files = given.requiredAll({ key: 'the private key', cert: 'the certificate of the key' })
    const key = readKey(files.key)
    const certificateFile = files.cert
    const certificate = readCertificate(certificateFile)
    if (!keyBelongsTo(key, certificate)) {
      throw new Failure(`${certificateFile} is not the certificate of the key ${files.key}`)
    }
    const algorithm = readAlgorithm(given.text('algorithm'))
    const signer = { key, certificate, ...(algorithm && { algorithm }) }
    const document = await readDocument(file, context)
    const signed = signDocument(document, signer, given, shown(file))
    if (context.json) context.write(`${JSON.stringify({ signed: signed.toString() })}\n`)
    else context.write(signed)
    return 0
  },
}

function signDocument(
  document: XmlDocument,
  signer: DocumentSigner,
  given: Given,
  file: string,
): Buffer {
  const id = given.text('id')
  const form = given.oneOf('form', forms) ?? usualForm(document, id)
  const reference = given.oneOf('reference', references)
  if (id !== undefined && form !== 'id') throw new UsageError('--id belongs to --form id')
  if (reference !== undefined && form !== 'wsse') {
    throw new UsageError('--reference belongs to --form wsse')
  }
  try {
    if (form === 'wsse') {
      return signMessage(document, { ...signer, reference: reference ?? 'KeyIdentifier' })
    }
    if (form === 'enveloped') return signEnveloped(document, signer)
    if (id === undefined) throw new UsageError('--id is missing: which element?')
    return signById(document, id, signer)
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new Failure(`${file} was not signed: ${messageOf(error)}`)
  }
}

function usualForm({ root }: XmlDocument, id: string | undefined): (typeof forms)[number] {
  if (id !== undefined) return 'id'
  return root.localName === 'Envelope' ? 'wsse' : 'enveloped'
}

function readAlgorithm(name: string | undefined): SignatureAlgorithm | undefined {
  if (name === undefined) return undefined
  const makable = signatureAlgorithms.filter(({ policy }) => policy === 'sign')
  const found = makable.find((one) => one.uri === name || one.name === name.toUpperCase())
  if (found !== undefined) return found
  const names = makable.map((one) => one.name)
  const message = `--algorithm ${name}: one of ${names.join(', ')}`
  throw new UsageError(message, { word: name, known: names, prefix: '' })
}
