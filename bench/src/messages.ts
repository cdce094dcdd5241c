import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { payloadFrom, writeSendMessage } from '@arna/message'
import { generateKey, issueCertificate } from '@arna/pki'
import { signEnvelope } from '@arna/xml-security'
import { payload } from './payload.ts'

/** Paths of one signed message and of the same message with one letter of the Body changed. */
export interface MessageFiles {
  readonly good: string
  readonly tampered: string
}

export interface Sender {
  readonly certificatePath: string
  readonly keyPath: string
  /** A signed SendMessage whose soap:Body has about this many bytes. */
  message(bodyBytes: number): MessageFiles
}

/** A sender with a fresh RSA-2048 key; everything it makes lies in the folder. */
export async function sender(folder: string): Promise<Sender> {
  const { privateKey: key, publicKey } = await generateKey('rsa2048')
  const certificate = await issueCertificate({
    subject: {
      commonName: 'ӨЛШЕУ ЖҮЙЕСІ',
      country: 'KZ',
      organisation: 'АО ИЗМЕРЕНИЕ',
      iin: '900101350123',
      bin: '050140001234',
    },
    publicKey,
    issuerKey: key,
  })
  const certificatePath = join(folder, 'sender.pem')
  const keyPath = join(folder, 'sender-key.pem')
  writeFileSync(certificatePath, certificate.pem)
  writeFileSync(keyPath, key.export({ type: 'pkcs8', format: 'pem' }))

  const sign = (payloadBytes: number): Buffer => {
    const content = writeSendMessage(
      {
        messageId: '4f1e7c1e-53c1-4c7e-9a5b-3f2f0c8e6a11',
        serviceId: 'BenchRegister',
        messageDate: '2026-11-23T12:00:00.000+05:00',
        sender: { senderId: 'bench', password: 'a-password-of-the-sender' },
        properties: [{ key: 'CONNECTOR_CLIENT', value: 'true' }],
      },
      payloadFrom(payload(payloadBytes)),
    )
    return signEnvelope({ content }, { key, certificate, reference: 'KeyIdentifier' })
  }
  const wrapping = bodyBytesOf(sign(1_000)) - 1_000

  return {
    certificatePath,
    keyPath,
    message: (bodyBytes) => {
      const good = join(folder, `message-${bodyBytes}.xml`)
      const tampered = join(folder, `message-${bodyBytes}-tampered.xml`)
      writeFileSync(good, sign(bodyBytes - wrapping))
      const letter = 'version="1.2"'
      writeFileSync(tampered, readFileSync(good, 'utf8').replace(letter, 'version="1.3"'))
      return { good, tampered }
    },
  }
}

const bodyBytesOf = (message: Buffer): number =>
  message.indexOf('</soap:Body>') - message.indexOf('<soap:Body')
