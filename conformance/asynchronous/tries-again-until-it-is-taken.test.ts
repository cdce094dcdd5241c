import { statusOf } from '@arna/message'
import { createTestAuthority } from '@arna/testing'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type AsyncWorld, startAsyncWorld } from './async-world.ts'
import {
  answers,
  answersAFault,
  answersHalf,
  answersInClientTypes,
  answersSignedBy,
  answersUnsigned,
  atFirst,
  breaksOff,
  hangs,
} from './behaviours.ts'
import type { Behaviour } from './member.ts'

const faultCodes = {
  Fault: 'provider-fault',
  Garbage: 'provider-answer-malformed',
  OtherXml: 'provider-answer-malformed',
  Nothing: 'provider-answer-malformed',
  Half: 'provider-broke-off',
  HalfInFull: 'provider-answer-malformed',
  Html: 'provider-answer-malformed',
  Redirect: 'provider-answer-malformed',
  Unsigned: 'provider-answer-unsigned',
  Stranger: 'provider-signature-wrong',
  BreaksOff: 'provider-broke-off',
  Hangs: 'provider-timeout',
  KeepsOut: 'provider-refused-gateway',
} as const
const names = Object.keys(faultCodes) as (keyof typeof faultCodes)[]

let world: AsyncWorld

beforeAll(async () => {
  const more = Object.fromEntries(
    [...names, 'InClientTypes', 'Thrice', 'Down'].map((name) => [name, {}]),
  )
  world = await startAsyncWorld({
    maxTimeSeconds: 30,
    more,
    change: (source) => ({
      ...source,
      services: source.services.map((service) =>
        service.serviceId === 'Hangs' ? { ...service, maxTimeSeconds: 2 } : service,
      ),
    }),
  })
  const { provider } = world
  const { signer } = provider
  const { certificate, key } = await (await createTestAuthority()).issue({ bin: '123456789012' })
  const first: Record<keyof typeof faultCodes, Behaviour> = {
    Fault: answersAFault(signer),
    Garbage: answers(200, '\u0000 not xml at all <<<'),
    OtherXml: answers(200, '<ok/>'),
    Nothing: answers(200, ''),
    Half: answersHalf(signer),
    HalfInFull: answers(
      200,
      '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Bo',
    ),
    Html: answers(200, '<html><body>502 Bad Gateway</body></html>', {
      'content-type': 'text/html',
    }),
    Redirect: answers(302, '', { location: provider.url }),
    Unsigned: answersUnsigned,
    Stranger: answersSignedBy({ ...signer, key, certificate }),
    BreaksOff: breaksOff,
    Hangs: hangs,
    KeepsOut: answers(401, 'who are you?'),
  }
  const once = atFirst({ ...first, InClientTypes: answersInClientTypes(signer) })
  const thrice = atFirst({ Thrice: answersAFault(signer), Down: breaksOff }, 2)
  provider.behaviour = (pushed, response, acknowledge) =>
    once(pushed, response, () => void thrice(pushed, response, acknowledge))
})
afterAll(() => world.stop())

const gapsOf = (calls: readonly { atMs: number }[]): number[] =>
  calls.slice(1).map(({ atMs }, index) => (atMs - calls[index]!.atMs) / 1000)

/** Due retries are found by a look that comes twice a second; the rest is a slow machine. */
const lateSeconds = 3

describe('what was not taken comes again until it is', () => {
  test.concurrent.each(names)('after: %s', async (name) => {
    const { client, provider, database } = world
    const { messageId } = await client.sends(name, name)
    expect(await client.hears(messageId)).toMatchObject({ messageState: 'DELIVERED' })
    const calls = provider.calls.filter((call) => call.messageId === messageId)
    expect(calls).toHaveLength(2)
    expect(gapsOf(calls)[0]).toBeGreaterThanOrEqual(1.6)
    const failed = await database.query(
      `select fault_code from journal_message where message_id = $1 and kind = 'refused'`,
      [messageId],
    )
    expect(failed).toEqual([{ fault_code: faultCodes[name] }])
  })

  test.concurrent('not when it answers in the namespace of older stubs', async () => {
    const { client, provider } = world
    const { messageId } = await client.sends('InClientTypes', '')
    await client.hears(messageId)
    expect(provider.calls.filter((call) => call.messageId === messageId)).toHaveLength(1)
  })

  test.concurrent('after 2 s, then after 4 s, spread by a fifth, and its status says why', async () => {
    const { client, provider } = world
    const { messageId } = await client.sends('Thrice', '')
    await provider.isCalled(messageId, 2)
    expect(await client.statusOf(messageId)).toMatchObject({
      messageState: 'ON_DELIVERY',
      status: { code: statusOf('provider-fault').code },
    })
    await client.hears(messageId)
    const [first, second] = gapsOf(await provider.isCalled(messageId, 3)) as [number, number]
    expect(first).toBeGreaterThanOrEqual(1.6)
    expect(first).toBeLessThan(2.4 + lateSeconds)
    expect(second).toBeGreaterThanOrEqual(3.2)
    expect(second).toBeLessThan(4.8 + lateSeconds)
  })

  test.concurrent('one by one while the receiver is down, and the others wait without being tried', async () => {
    const { client, provider } = world
    const before = await client.sends('Down', '')
    await vi.waitFor(async () => {
      const { status } = await client.statusOf(before.messageId)
      expect(status.code).toBe(statusOf('provider-broke-off').code)
    }, 15_000)
    const later = await Promise.all(
      Array.from({ length: 20 }, (_, index) => client.sends('Down', String(index))),
    )
    for (const { messageId } of [before, ...later]) await client.hears(messageId)
    const calls = provider.calls.filter(({ serviceId }) => serviceId === 'Down')
    expect(calls).toHaveLength(23)
    const [first, second] = gapsOf(calls) as [number, number]
    expect(first).toBeGreaterThanOrEqual(1.6)
    expect(second).toBeGreaterThanOrEqual(3.2)
  })
})
