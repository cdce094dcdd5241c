import { statusOf } from '@arna/message'
import type { RegistrySource } from '@arna/registry'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { operatorOf, type Terminal } from './terminal.ts'
import { type AsyncWorld, startAsyncWorld } from './async-world.ts'
import { breaksOff } from './behaviours.ts'
import { type Behaviour, textOf } from './member.ts'

let world: AsyncWorld
let operator: Terminal

beforeAll(async () => {
  world = await startAsyncWorld({ more: { Moved: {} }, change: inNoHurry })
  operator = operatorOf(world)
})
afterAll(async () => {
  operator.leave()
  await world.stop()
})
afterEach(() => {
  world.provider.behaviour = takes
})

const takes: Behaviour = (_pushed, _response, acknowledge) => acknowledge()

/** Resolves when the database says so; only the clock could tell otherwise. */
async function until(condition: string, values: unknown[]): Promise<void> {
  for (;;) {
    const [row] = await world.database.query<{ holds: boolean | null }>(
      `select (${condition}) as holds from pg_sleep(0.02)`,
      values,
    )
    if (row?.holds === true) return
  }
}

/** Has had an attempt that failed, and waits for the next one. */
async function failed(serviceId: string, text: string) {
  world.provider.behaviour = breaksOff
  const sent = await world.client.sends(serviceId, text)
  await until(`select status is not null and leased_until is null from delivery where id = $1`, [
    sent.messageId,
  ])
  return sent
}

/** As after a long outage: the next attempt is far. */
const delay = (messageId: string): Promise<unknown> =>
  world.database.query(`update delivery set due_at = now() + interval '1 hour' where id = $1`, [
    messageId,
  ])

test('what is stopped is not delivered, and its sender reads why', async () => {
  const { client, provider } = world
  const { messageId } = await failed('Pushed', 'wrong')
  const ran = await operator.arna('queue', 'stop', messageId, '--reason', 'letter 12')
  expect(ran.stderr).toBe('stopped 1 message\n')
  expect(await client.hears(messageId)).toMatchObject({
    messageState: 'DELIVERY_STOPPED',
    status: { code: statusOf('delivery-stopped').code },
    error: { errorCode: statusOf('delivery-stopped').code, errorData: 'letter 12' },
  })
  expect(await client.statusOf(messageId)).toMatchObject({ messageState: 'DELIVERY_STOPPED' })
  expect(provider.messages.map((one) => one.messageId)).not.toContain(messageId)
  const { stdout } = await operator.arna('trace', messageId)
  expect(stdout).toMatch(/refused at deliver: delivery-stopped: stopped by .+: letter 12\n/)
}, 60_000)

test('what is stopped in the hands of a gateway stays stopped when its receiver takes it late', async () => {
  const { client, provider } = world
  const held = Promise.withResolvers<() => void>()
  provider.behaviour = (_pushed, _response, acknowledge) => held.resolve(acknowledge)
  const { messageId } = await client.sends('Pushed', 'late')
  const acknowledge = await held.promise
  await operator.arna('queue', 'stop', messageId, '--reason', 'letter 13')
  acknowledge()
  await until(
    `select exists (select from journal_message where message_id = $1 and detail = 'message to provider, attempt 1')`,
    [messageId],
  )
  expect(await client.hears(messageId)).toMatchObject({ messageState: 'DELIVERY_STOPPED' })
  expect(await client.statusOf(messageId)).toMatchObject({ messageState: 'DELIVERY_STOPPED' })
  expect(await world.database.query('select from delivery where id = $1', [messageId])).toEqual([])
}, 60_000)

test('what is retried does not wait for its delay', async () => {
  const { client, provider } = world
  const { messageId } = await failed('Pushed', 'again')
  await delay(messageId)
  provider.behaviour = takes
  await operator.arna('queue', 'retry', messageId)
  expect(textOf(await provider.gets(messageId))).toBe('again')
  expect(await client.hears(messageId)).toMatchObject({ messageState: 'DELIVERED' })
}, 60_000)

test('what waits for a receiver is retried together', async () => {
  const { provider } = world
  const sent = [await failed('Pushed', 'one'), await failed('Confirmed', 'two')]
  for (const { messageId } of sent) await delay(messageId)
  provider.behaviour = takes
  const { code, stderr } = await operator.arna('queue', 'retry', '--receiver', 'provider', '--yes')
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'hastened 2 messages\n' })
  await Promise.all(sent.map(({ messageId }) => provider.gets(messageId)))
  for (const { messageId } of sent) {
    await operator.arna('queue', 'stop', messageId, '--reason', 'the test is over')
  }
}, 60_000)

test('what waits for a former owner goes to the new one, which answers', async () => {
  const { client, other, provider } = world
  const first = await failed('Moved', 'first')
  const { correlationId } = first
  const second = await client.sends('Moved', 'second', { correlationId, messageType: 'UPDATE' })
  const { stdout } = await operator.arna('queue', '--receiver', 'provider')
  expect(stdout).toMatch(/^ {2}Moved from client +1 +0 +1 .+ provider-(broke-off|unreachable)/m)
  await world.publish(withOwner('other'))
  const words = ['--service', 'Moved', '--from', 'provider', '--to', 'other', '--reason', 'order 9']
  await until('select leased_until is null from delivery where id = $1', [first.messageId])
  const moved = await operator.arna('queue', 'move', ...words, '--yes')
  expect(moved.stderr).toContain('moved 2 messages\n')
  expect(textOf(await other.gets(first.messageId))).toBe('first')
  expect(textOf(await other.gets(second.messageId))).toBe('second')
  const answer = { correlationId, messageType: 'RESPONSE' } as const
  await expect(provider.sends('Moved', 'I am late', answer)).rejects.toThrow(/ARN|SCE/)
  const { messageId } = await other.sends('Moved', 'done', answer)
  expect(textOf(await client.gets(messageId))).toBe('done')
}, 60_000)

/** A push may last longer than it takes an operator to stop it. */
const inNoHurry = (source: RegistrySource): RegistrySource => ({
  ...source,
  services: source.services.map((service) => ({ ...service, maxTimeSeconds: 30 })),
})

const withOwner =
  (owner: string) =>
  (source: RegistrySource): RegistrySource => ({
    ...source,
    services: source.services.map((service) =>
      service.serviceId === 'Moved' ? { ...service, owner, url: world.other.url } : service,
    ),
  })
