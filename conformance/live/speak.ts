import { createPrivateKey, randomUUID } from 'node:crypto'
import {
  type BodyContent,
  dateTime,
  Fault,
  type FaultCode,
  faults,
  httpStatus,
  openEnvelope,
  type Payload,
  payloadFrom,
  readFault,
  type SendMessageInfo,
  toldFault,
  writeAsyncSendMessage,
  writeSendMessage,
} from '@arna/message'
import { parseCertificate } from '@arna/pki'
import { scan, type XmlElement } from '@arna/xml'
import {
  readTransportSignature,
  signEnvelope,
  type SigningKey,
  verifyTransportSignature,
} from '@arna/xml-security'
import { expect, inject } from 'vitest'
import { doctorAgrees } from './doctor-agrees.ts'
import { ask, journaled } from './journaled.ts'
import type { MemberName } from './members.ts'
import type { Member, World } from './world.ts'

export type { World } from './world.ts'

export const world = await askForWorld()

async function askForWorld(): Promise<World> {
  const answer = await fetch(inject('world'))
  if (!answer.ok) throw new Error(`the live gateway did not start: ${await answer.text()}`)
  return (await answer.json()) as World
}

/** Rules for what comes before a channel's own words hold at both doors: the project of vitest says at which one. */
export const channel = process.env['ARNA_CHANNEL'] === 'async' ? 'async' : 'sync'

/** Of the Body of a request. */
export const wrapper = channel === 'async' ? 'sendMessage' : 'SendMessage'

export const signerOf = (
  { key, certificate }: Pick<Member, 'key' | 'certificate'>,
  options: Partial<SigningKey> = {},
): SigningKey => ({
  key: createPrivateKey(key),
  certificate: parseCertificate(certificate),
  reference: 'KeyIdentifier',
  ...options,
})

export interface Order {
  readonly as?: MemberName
  readonly serviceId?: string
  readonly password?: string
  readonly message?: Partial<SendMessageInfo>
  /** XML inside `data`. */
  readonly payload?: string
  /** In place of `payload`; undefined for none at all. */
  readonly data?: Payload | undefined
  readonly signer?: Partial<SigningKey>
  readonly soap?: '1.1' | '1.2'
  readonly in?: World
}

/** The Body of a good request: what a rule then spoils. */
export function content({ as = 'client', serviceId = 'Echo', ...order }: Order = {}): BodyContent {
  const info = {
    messageId: randomUUID(),
    serviceId,
    messageDate: dateTime(new Date()),
    sender: {
      senderId: as,
      password: order.password ?? (order.in ?? world).members[as].password,
    },
    properties: [],
    ...order.message,
  }
  const usual = order.payload ?? '<request xmlns="urn:test"><iin>850505300456</iin></request>'
  const data = 'data' in order ? order.data : payloadFrom(Buffer.from(usual))
  return channel === 'async'
    ? writeAsyncSendMessage({ ...info, messageType: 'REQUEST' }, data!)
    : writeSendMessage(info, data)
}

/** A good signed request as text, which is what most rules start from. */
export const signedRequest = (order: Order = {}): string =>
  signEnvelope(
    { content: content(order), soap: order.soap ?? '1.1' },
    signerOf((order.in ?? world).members[order.as ?? 'client'], order.signer),
  ).toString()

export interface Heard {
  readonly status: number
  readonly contentType: string
  readonly text: string
}

export interface Sending {
  readonly headers?: Record<string, string>
  readonly to?: World
  /** In place of the usual path. */
  readonly path?: string
  /** The provider may have seen the message before. */
  readonly seen?: boolean
}

const doors = { sync: '', async: '/bip-async-wss-gost/' }

export async function post(
  body: string | Uint8Array,
  sending: Sending = {},
): Promise<HeardByFetch> {
  const {
    to = world,
    path = doors[channel],
    headers = { 'content-type': 'text/xml; charset=utf-8' },
  } = sending
  const answer = await fetch(new URL(path, to.url), {
    method: 'POST',
    body: Buffer.from(body),
    headers,
  })
  return heard(answer)
}

/** What fetch hears has its headers, too. */
export interface HeardByFetch extends Heard {
  readonly headers: Headers
}

export const heard = async (answer: Response): Promise<HeardByFetch> => ({
  status: answer.status,
  headers: answer.headers,
  contentType: answer.headers.get('content-type') ?? '',
  text: await answer.text(),
})

export interface Accepted extends Heard {
  /** What the provider got; nothing at the asynchronous door, where it fetches. */
  readonly delivered: string
}

/** The message gets through: the provider has it, and its answer comes back with the gateway's signature. */
export async function accepts(body: string | Uint8Array, sending: Sending = {}): Promise<Accepted> {
  const answer = await post(body, sending)
  expect(answer.text).toContain(
    channel === 'async' ? 'sendMessageResponse' : '<code>SCSS001</code>',
  )
  expect(answer.status).toBe(200)
  bodySignedByGateway(answer.text, sending.to)
  await doctorAgrees(body, 'ok', sending.to ?? world)
  const [id = ''] = messageIds(body)
  return { ...answer, delivered: await delivered(id, sending.to) }
}

/** The Body of an answer, after the gateway's signature was checked. */
function bodySignedByGateway(text: string, from: World = world): XmlElement {
  const signature = readTransportSignature(scan(Buffer.from(text)))
  const { publicKey } = parseCertificate(from.gatewayCertificate)
  return verifyTransportSignature(signature, publicKey).body
}

/**
 * The message is refused with this fault: the caller reads the code of the dictionary, the journal names it, the
 * provider has seen nothing (unless the fault is about the provider itself), and the fault is signed when the sender
 * had proved who it is.
 */
export async function refuses(
  body: string | Uint8Array,
  code: FaultCode,
  sending: Sending = {},
): Promise<HeardByFetch> {
  const answer = await post(body, sending)
  await expectRefusal(answer, code, { of: sending.seen === true ? '' : body, in: sending.to })
  await doctorAgrees(body, code, sending.to ?? world)
  return answer
}

export async function expectRefusal(
  answer: Heard,
  code: FaultCode,
  message: { of?: string | Uint8Array; in?: World | undefined } = {},
): Promise<void> {
  const { soap, body } = openEnvelope(scan(Buffer.from(answer.text)))
  const fault = readFault(body)
  const told = toldFault(new Fault(code, ''))
  const record = await journaled(fault?.errorInfo?.sessionId, message.in ?? world)
  expect(record ?? answer.text).toMatchObject({ kind: 'refused', fault_code: code })
  expect(fault?.faultcode).toBe(told.definition.shep)
  expect(fault?.errorInfo?.errorCode).toBe(told.definition.shep)
  expect(fault?.errorInfo?.errorData).toMatch(new RegExp(`^${told.code}\\b`))
  expect(answer.status).toBe(httpStatus(told.code, soap))
  expect(answer.contentType).toMatch(soap === '1.1' ? /^text\/xml;/ : /^application\/soap\+xml;/)
  expect(answer.text.includes('<ds:Signature')).toBe(record?.certificate !== null)
  if (record?.certificate !== null) bodySignedByGateway(answer.text, message.in)
  expectDiscretion(answer.text)
  if (channel === 'async') await expectNotStored(fault?.errorInfo?.sessionId, message.in)
  if (faults[code].party === 'provider') return
  for (const id of messageIds(message.of ?? '')) {
    expect(await delivered(id, message.in)).toBe(nothing)
  }
}

async function expectNotStored(sessionId = '', { databaseUrl }: World = world): Promise<void> {
  const select = 'select id from delivery_message where session_id = $1'
  expect(await ask(databaseUrl, select, [sessionId.replaceAll(/[{}]/g, '')])).toEqual([])
}

/** A fault tells nothing of the inside of the gateway, nor anybody's password. */
export function expectDiscretion(text: string): void {
  expect(text).not.toMatch(/node_modules|\.ts\b|\n\s+at |\/(tmp|home|srv)\/|127\.0\.0\.1|localhost/)
  expect(text).not.toContain(process.cwd())
  for (const { password } of Object.values(world.members)) expect(text).not.toContain(password)
}

const nothing = 'nothing'

/** The bytes that the provider got under this messageId. */
export async function delivered(messageId: string, to: World = world): Promise<string> {
  const answer = await fetch(`${to.providerUrl}/seen/${encodeURIComponent(messageId)}`)
  return answer.ok ? answer.text() : nothing
}

/** How often the provider got a message with this id. */
export async function timesDelivered(messageId: string, to: World = world): Promise<number> {
  return Number(
    await (await fetch(`${to.providerUrl}/times/${encodeURIComponent(messageId)}`)).text(),
  )
}

/** Lets a provider that waits for it answer this message, as soon as it has it. */
export async function letAnswer(messageId: string, to: World = world): Promise<void> {
  await expect
    .poll(async () => {
      const url = `${to.providerUrl}/tell/${encodeURIComponent(messageId)}`
      return (await fetch(url, { method: 'POST' })).status
    })
    .toBe(204)
}

const messageIds = (body: string | Uint8Array): string[] =>
  Array.from(
    Buffer.from(body)
      .toString()
      .matchAll(/<(?:\w+:)?messageId>\s*([^<]*?)\s*</g),
    ([, id]) => id!,
  )
