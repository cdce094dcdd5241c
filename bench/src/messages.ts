import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { payloadFrom, writeSendMessage } from '@arna/message'
import { createTestAuthority } from '@arna/testing'
import { signEnvelope } from '@arna/xml-security'
import { payload } from './payload.ts'

/** Paths of one signed message and of the same message with one letter of the Body changed. */
export interface MessageFiles {
  readonly good: string
  readonly tampered: string
}

export interface Sender {
  readonly authorityPath: string
  readonly certificatePath: string
  readonly keyPath: string
  /** A signed SendMessage whose soap:Body has this many bytes. */
  message(bodyBytes: number): MessageFiles
}

/** A sender with a fresh RSA-2048 key and a certificate of a fresh CA; everything lies in the folder. */
export async function sender(folder: string): Promise<Sender> {
  const authority = await createTestAuthority({ keyKind: 'rsa2048' })
  const { key, certificate } = await authority.issue({
    keyKind: 'rsa2048',
    commonName: 'ӨЛШЕУ ЖҮЙЕСІ',
    organisation: 'АО ИЗМЕРЕНИЕ',
    iin: '900101350123',
    bin: '050140001234',
  })
  const file = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const sign = (payloadBytes: number): Buffer => {
    const content = writeSendMessage(
      {
        messageId: '4f1e7c1e-53c1-4c7e-9a5b-3f2f0c8e6a11',
        serviceId: 'BenchRegister',
        messageDate: '2026-11-23T12:00:00.000+05:00',
        sender: { senderId: 'bench', password: 'a-password-of-the-sender' },
        properties: [{ key: 'CONNECTOR_CLIENT', value: 'true' }],
      },
      payloadFrom(Buffer.from(payload(payloadBytes))),
    )
    return signEnvelope({ content }, { key, certificate, reference: 'KeyIdentifier' })
  }
  const wrapping = bodyBytesOf(sign(1_000)) - 1_000

  return {
    authorityPath: file('authority.pem', authority.certificate.pem),
    certificatePath: file('sender.pem', certificate.pem),
    keyPath: file('sender-key.pem', key.export({ type: 'pkcs8', format: 'pem' })),
    message: (bodyBytes) => {
      const bytes = sign(bodyBytes - wrapping)
      const tampered = bytes.toString().replace('version="1.2"', 'version="1.3"')
      return {
        good: file(`message-${bodyBytes}.xml`, bytes),
        tampered: file(`message-${bodyBytes}-tampered.xml`, Buffer.from(tampered)),
      }
    },
  }
}

const bodyBytesOf = (message: Buffer): number =>
  message.indexOf('</soap:Body>') + '</soap:Body>'.length - message.indexOf('<soap:Body')
