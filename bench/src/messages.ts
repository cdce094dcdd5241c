import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTestAuthority } from '@arna/testing'
import { messageMaker } from './signed-messages.ts'

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
  return {
    authorityPath: file('authority.pem', authority.certificate.pem),
    certificatePath: file('sender.pem', certificate.pem),
    keyPath: file('sender-key.pem', key.export({ type: 'pkcs8', format: 'pem' })),
    message: (bodyBytes) => {
      const bytes = messageMaker({
        from: { senderId: 'bench', password: 'a-password-of-the-sender' },
        signer: { key, certificate, reference: 'KeyIdentifier' },
        serviceId: 'BenchRegister',
        bodyBytes,
      })()
      return {
        good: file(`message-${bodyBytes}.xml`, bytes),
        tampered: file(`message-${bodyBytes}-tampered.xml`, tampered(bytes)),
      }
    },
  }
}

/** The same message with one letter of the payload changed. */
export const tampered = (message: Buffer): Buffer =>
  Buffer.from(message.toString().replace('version="1.2"', 'version="1.3"'))
