import {
  type BodyContent,
  dateTime,
  payloadFrom,
  writeAsyncSendMessage,
  writeGetMessages,
  writeGetMessageStatus,
} from '@arna/message'
import type { KeyPair } from '@arna/pki'
import { PasswordCheck, readRegistryYaml, Registry } from '@arna/registry'
import { createTestAuthority } from '@arna/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Circumstances } from './circumstances.ts'
import { diagnose } from './diagnose.ts'
import { signedMessage } from './test-setup/signed-message.ts'

let pair: KeyPair
let circumstances: Circumstances

beforeAll(async () => {
  const authority = await createTestAuthority()
  pair = await authority.issue({ iin: '000101500013', bin: '000140000017' })
  const other = await authority.issue({ iin: '000101500013', bin: '000140000017' })
  const system = (senderId: string, { certificate }: KeyPair): string =>
    `{ senderId: ${senderId}, organisation: a, iin: "000101500013", password: open-sesame, certificates: [${JSON.stringify(certificate.pem)}] }`
  const source = await readRegistryYaml(
    `environment: test
contour: inner
organisations: [{ id: a, name: A, bin: "000140000017", state: true }]
systems: [${system('client', pair)}, ${system('owner', other)}]
services:
  - { serviceId: Later, owner: owner, channels: [async], url: "http://127.0.0.1:1/", networks: [loopback] }
  - { serviceId: AtOnce, owner: owner, url: "http://127.0.0.1:1/", networks: [loopback] }
connections: [{ system: client, service: Later }, { system: client, service: AtOnce }]
`,
    { folder: '/' },
  )
  circumstances = {
    registry: new Registry(source, { number: 1, publishedAt: new Date() }),
    trust: authority.trust(),
    passwords: new PasswordCheck(),
  }
})

const now = dateTime(new Date('2026-12-01T10:00:00Z'))
const sender = { senderId: 'client', password: 'open-sesame' }

const message = (changes: Partial<Parameters<typeof writeAsyncSendMessage>[0]> = {}) =>
  writeAsyncSendMessage(
    {
      serviceId: 'Later',
      messageType: 'REQUEST',
      messageDate: now,
      sender,
      properties: [],
      ...changes,
    },
    payloadFrom('сәлем'),
  )

async function verdictOn(content: BodyContent): Promise<string> {
  const body = content.map((part) => Buffer.from(part).toString()).join('')
  const { verdict } = await diagnose(Buffer.from(signedMessage({ pair, body })), circumstances)
  return verdict.outcome === 'ok' ? 'ok' : verdict.code
}

describe('of the asynchronous channel the doctor says what the gateway would say', () => {
  test('of a good message', async () => {
    expect(await verdictOn(message())).toBe('ok')
  })

  test('of an answer, which only its chain decides about', async () => {
    const answer = message({ serviceId: 'Elsewhere', messageType: 'RESPONSE', correlationId: '7' })
    expect(await verdictOn(answer)).toBe('ok')
  })

  test('of a service that is on the other channel', async () => {
    expect(await verdictOn(message({ serviceId: 'AtOnce' }))).toBe('channel-not-served')
  })

  test('of a wrong password, and of one that a message must have', async () => {
    const wrong = { senderId: 'client', password: 'open barley' }
    expect(await verdictOn(message({ sender: wrong }))).toBe('sender-password-wrong')
    expect(await verdictOn(message({ sender: { senderId: 'client' } }))).toBe(
      'sender-password-wrong',
    )
  })

  test('of questions, which need no password, and those of receivers no sender', async () => {
    const status = { messageId: '1', requestDate: now, properties: [] }
    expect(
      await verdictOn(writeGetMessageStatus({ ...status, sender: { senderId: 'client' } })),
    ).toBe('ok')
    expect(await verdictOn(writeGetMessages({ serviceId: 'Later', properties: [] }))).toBe('ok')
  })
})
