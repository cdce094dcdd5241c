import { randomUUID } from 'node:crypto'
import { openDatabase } from '@arna/database'
import {
  type FaultCode,
  faults,
  openEnvelope,
  payloadFrom,
  readFault,
  type SendMessageInfo,
  toldFault,
  Fault,
  dateTime,
  writeSendMessage,
} from '@arna/message'
import { parseCertificate, readPrivateKey } from '@arna/pki'
import { scan } from '@arna/xml'
import { signEnvelope, type SigningKey } from '@arna/xml-security'
import { expect, inject, onTestFinished } from 'vitest'
import type { Member, MemberName, World } from './world.ts'

export const world = await askForWorld()

async function askForWorld(): Promise<World> {
  const answer = await fetch(inject('world'))
  if (!answer.ok) throw new Error(`the live gateway did not start: ${await answer.text()}`)
  return (await answer.json()) as World
}

export const signerOf = (
  { key, certificate }: Pick<Member, 'key' | 'certificate'>,
  options: Partial<SigningKey> = {},
): SigningKey => ({
  key: readPrivateKey(key),
  certificate: parseCertificate(certificate),
  reference: 'KeyIdentifier',
  ...options,
})

export interface Order {
  readonly as?: MemberName
  readonly serviceId?: string
  readonly password?: string
  readonly message?: Partial<SendMessageInfo>
  readonly payload?: string
  readonly signer?: Partial<SigningKey>
  readonly soap?: '1.1' | '1.2'
}

/** The Body of a good request: what a rule then spoils. */
export const content = ({ as = 'client', serviceId = 'Echo', ...order }: Order = {}) =>
  writeSendMessage(
    {
      messageId: randomUUID(),
      serviceId,
      messageDate: dateTime(new Date()),
      sender: { senderId: as, password: order.password ?? world.members[as].password },
      properties: [],
      ...order.message,
    },
    payloadFrom(
      Buffer.from(order.payload ?? '<request xmlns="urn:test"><iin>850505300456</iin></request>'),
    ),
  )

/** A good signed request as text, which is what most rules start from. */
export const signedRequest = (order: Order = {}): string =>
  signEnvelope(
    { content: content(order), soap: order.soap ?? '1.1' },
    signerOf(world.members[order.as ?? 'client'], order.signer),
  ).toString()

export interface Heard {
  readonly status: number
  readonly text: string
}

export async function post(
  body: string | Uint8Array,
  headers: Record<string, string> = { 'content-type': 'text/xml; charset=utf-8' },
): Promise<Heard> {
  const answer = await fetch(world.url, { method: 'POST', body: Buffer.from(body), headers })
  return { status: answer.status, text: await answer.text() }
}

/** The message gets through: the provider's answer comes back. */
export async function accepts(body: string | Uint8Array): Promise<Heard> {
  const heard = await post(body)
  expect(heard.text).toContain('SCSS001')
  expect(heard.status).toBe(200)
  return heard
}

/**
 * The message is refused with this fault: the caller reads the code of the dictionary, the journal names it, and the
 * provider has seen nothing (unless the fault is about the provider itself).
 */
export async function refuses(
  body: string | Uint8Array,
  code: FaultCode,
  headers?: Record<string, string>,
): Promise<Heard> {
  const heard = await post(body, headers)
  await expectRefusal(heard, code)
  return heard
}

export async function expectRefusal(heard: Heard, code: FaultCode): Promise<void> {
  const document = scan(Buffer.from(heard.text))
  const fault = readFault(openEnvelope(document).body)
  const record = await journaled(fault?.errorInfo?.sessionId)
  expect(record).toMatchObject({ kind: 'refused', fault_code: code })
  const told = toldFault(new Fault(code, ''))
  expect(fault?.faultcode).toBe(told.definition.shep)
  expect(fault?.errorInfo?.errorData).toMatch(new RegExp(`^${told.code}\\b`))
  expect(heard.status).toBe(faults[code].http)
  if (record?.message_id !== null && faults[code].party !== 'provider') {
    const seen = (await (await fetch(`${world.providerUrl}/seen`)).json()) as string[]
    expect(seen).not.toContain(record?.message_id)
  }
}

interface Row {
  readonly kind: string
  readonly fault_code: string | null
  readonly message_id: string | null
  readonly stage: string | null
}

async function journaled(sessionId: string | undefined): Promise<Row | undefined> {
  const database = openDatabase(world.databaseUrl, { max: 1 })
  onTestFinished(() => database.close())
  const rows = await database.query<Row>(
    `select kind, fault_code, message_id, stage from journal where session_id = $1::uuid order by id desc limit 1`,
    [sessionId?.replaceAll(/[{}]/g, '') ?? '00000000-0000-0000-0000-000000000000'],
  )
  return rows[0]
}
