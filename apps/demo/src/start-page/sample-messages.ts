import { randomUUID } from 'node:crypto'
import { dateTime, payloadFrom, writeSendMessage } from '@arna/message'
import { algorithmForKey, type KeyPair, signatureAlgorithm } from '@arna/pki'
import { signEnvelope, writeEnvelope } from '@arna/xml-security'
import { expiredId } from '../demo-names.ts'
import { signByHand } from './sign-by-hand.ts'

/** Who may send, and who may not. */
export interface Parties {
  readonly serviceId: string
  readonly client: KeyPair & { readonly senderId: string; readonly password: string }
  readonly expired: KeyPair
  readonly stranger: KeyPair
}

export type SampleName =
  | 'good'
  | 'unsigned'
  | 'body-changed'
  | 're-indented'
  | 'line-ends'
  | 'wrong-password'
  | 'unknown-service'
  | 'expired-certificate'
  | 'certificate-of-another'
  | 'signed-timestamp'
  | 'wrong-digest'

export interface Sample {
  readonly bytes: Buffer
  /** As it was right after signing, where only that shows what was changed. */
  readonly signedAs?: Buffer
}

/** The good message and ten broken ones, each made anew when it is sent. The damage is done for real. */
export const sampleMessages: Readonly<
  Record<SampleName, (parties: Parties, now: Date) => Buffer | Sample>
> = {
  good: (parties, now) => signed(parties, body(parties, now)),
  unsigned: (parties, now) => writeEnvelope({ content: [body(parties, now)] }),
  'body-changed': (parties, now) => {
    const signedAs = signed(parties, body(parties, now))
    return {
      signedAs,
      bytes: edited(signedAs, (text) => text.replace('<sum>1000</sum>', '<sum>9000</sum>')),
    }
  },
  're-indented': (parties, now) =>
    edited(signed(parties, body(parties, now)), (text) => text.replaceAll('><', '>\n  <')),
  'line-ends': (parties, now) =>
    edited(signed(parties, body(parties, now, { lineEnd: '&#13;\n' })), (text) =>
      text.replaceAll('&#13;', ''),
    ),
  'wrong-password': (parties, now) =>
    signed(parties, body(parties, now, { password: 'forgotten' })),
  'unknown-service': (parties, now) =>
    signed(parties, body(parties, now, { serviceId: 'NoSuchService' })),
  'expired-certificate': (parties, now) =>
    signed(parties, body(parties, now, { senderId: expiredId }), parties.expired),
  'certificate-of-another': (parties, now) => signed(parties, body(parties, now), parties.stranger),
  'signed-timestamp': ({ client, ...parties }, now) =>
    signByHand(body({ client, ...parties }, now), {
      ...client,
      algorithm: algorithmForKey(client.key),
      timestamp: {
        created: now.toISOString(),
        expires: new Date(now.getTime() + 5 * 60_000).toISOString(),
      },
    }),
  'wrong-digest': ({ client, ...parties }, now) =>
    signByHand(body({ client, ...parties }, now), {
      ...client,
      algorithm: signatureAlgorithm('http://www.w3.org/2001/04/xmldsig-more#rsa-sha512')!,
      named: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    }),
}

interface Change {
  readonly senderId?: string
  readonly password?: string
  readonly serviceId?: string
  readonly lineEnd?: string
}

function body({ client, serviceId }: Parties, now: Date, change: Change = {}): string {
  const lines = ['Сәлеметсіз бе!', 'Здравствуйте!', 'Hello!'].join(change.lineEnd ?? '\n')
  const payload = `<order xmlns="urn:arna:demo"><sum>1000</sum><text>${lines}</text></order>`
  const info = {
    messageId: randomUUID(),
    serviceId: change.serviceId ?? serviceId,
    messageDate: dateTime(now),
    sender: {
      senderId: change.senderId ?? client.senderId,
      password: change.password ?? client.password,
    },
    properties: [],
  }
  return Buffer.concat(
    writeSendMessage(info, payloadFrom(Buffer.from(payload))).map((part) => Buffer.from(part)),
  ).toString()
}

const signed = ({ client }: Parties, content: string, pair: KeyPair = client): Buffer =>
  signEnvelope(
    { content: [content] },
    { key: pair.key, certificate: pair.certificate, reference: 'KeyIdentifier' },
  )

const edited = (bytes: Buffer, edit: (text: string) => string): Buffer =>
  Buffer.from(edit(bytes.toString()))
