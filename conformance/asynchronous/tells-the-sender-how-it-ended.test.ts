import { statusOf } from '@arna/message'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AsyncWorld, startAsyncWorld } from './async-world.ts'
import { answers, answersAFault, answersUnsigned, atFirst } from './behaviours.ts'
import { refused } from './knock.ts'

let world: AsyncWorld

beforeAll(async () => {
  world = await startAsyncWorld({
    maxTimeSeconds: 30,
    more: {
      BriefAndFailing: { expirySeconds: 1 },
      LongFetched: { requests: 'pull', leaseSeconds: 300 },
    },
    change: (source) => ({
      ...source,
      systems: source.systems.map((system) => {
        const { receiver, ...called } = system
        if (system.senderId === 'provider') return called
        if (system.senderId === 'client' || receiver === undefined) return system
        return {
          ...called,
          receiver: { ...receiver, statusOperation: 'ChangeMessageStatusNotification' },
        }
      }),
    }),
  })
  const { signer } = world.provider
  world.provider.behaviour = atFirst({ BriefAndFailing: answersAFault(signer) }, 1_000)
})
afterAll(() => world.stop())

const isTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT/)

describe('the sender is told', () => {
  test('of a delivery, in the spelling of the interface files', async () => {
    const { client } = world
    const { messageId } = await client.sends('Pushed', '')
    expect(await client.hears(messageId)).toEqual({
      operation: 'changeMassageStatusNotification',
      notificationId: expect.stringMatching(/^\d+$/),
      messageId,
      notificationDate: isTime,
      messageState: 'DELIVERED',
      status: { ...statusOf('delivered', 'ru'), date: isTime },
      requestDate: isTime,
      sessionId: expect.stringMatching(/^\{[0-9a-f-]{36}\}$/),
    })
  })

  test('in the spelling of the Rules, where the party has registered for it', async () => {
    const { other } = world
    const { messageId } = await other.sends('Pushed', '')
    expect(await other.hears(messageId)).toMatchObject({
      operation: 'ChangeMessageStatusNotification',
      messageState: 'DELIVERED',
    })
  })

  test('of an end without delivery, with the last failure', async () => {
    const { client } = world
    const { messageId } = await client.sends('BriefAndFailing', '')
    const heard = await client.hears(messageId)
    expect(heard).toMatchObject({
      messageState: 'NOT_DELIVERED',
      status: { code: statusOf('delivery-expired').code },
      error: { errorCode: statusOf('delivery-expired').code },
    })
    expect(heard.error!.errorData).toMatch(/^provider-fault: /)
    expect(await client.statusOf(messageId)).toMatchObject({ messageState: 'NOT_DELIVERED' })
  })

  test('that nobody fetched it', async () => {
    const { client } = world
    const { messageId } = await client.sends('BriefFetched', '')
    expect(await client.hears(messageId)).toMatchObject({
      messageState: 'NOT_DELIVERED',
      status: { code: statusOf('delivery-expired').code },
      error: { errorData: 'nobody took it' },
    })
  })

  test('that it was refused, with the words of the receiver', async () => {
    const { client, provider } = world
    const { messageId } = await client.sends('Fetched', '')
    await provider.fetches('Fetched', { messageId })
    const error = {
      errorCode: 'SCSE001',
      errorMessage: 'мұндай адам жоқ',
      errorData: 'ИИН 850505300456',
      errorDate: '2026-02-03T10:20:30',
      subError: { errorCode: 'E1', errorMessage: 'ішкі', errorDate: '2026-02-03T10:20:29' },
    }
    await provider.says({ messageId, serviceId: 'Fetched', isAccepted: false, error })
    expect(await client.hears(messageId)).toMatchObject({
      messageState: 'NOT_DELIVERED',
      status: { code: statusOf('receiver-refused').code },
      error,
    })
  })

  test('later, when it was away or answered badly', async () => {
    const { client } = world
    const usual = client.behaviour
    client.behaviour = atFirst({ status: answers(503, 'later') })
    const one = await client.sends('Pushed', '')
    await client.isCalled(one.messageId, 2)
    await client.hears(one.messageId)
    client.behaviour = atFirst({ status: answersUnsigned })
    const two = await client.sends('Pushed', '')
    await client.hears(two.messageId)
    client.behaviour = usual
    expect(client.calls.filter(({ messageId }) => messageId === two.messageId)).toHaveLength(2)
    const told = client.statuses.filter(({ messageId }) => messageId === one.messageId)
    expect(told).toHaveLength(1)
  })

  test('of each message once', async () => {
    const { client } = world
    const sent = await Promise.all(Array.from({ length: 20 }, () => client.sends('Pushed', '')))
    for (const { messageId } of sent) await client.hears(messageId)
    const ids = client.calls.map(({ messageId }) => messageId)
    for (const { messageId } of sent) expect(ids.filter((id) => id === messageId)).toHaveLength(1)
    const notifications = client.statuses.map(({ notificationId }) => notificationId)
    expect(new Set(notifications).size).toBe(notifications.length)
  })
})

test('a sender without an address is not called, and asks', async () => {
  const { client, provider, database } = world
  const { correlationId } = await client.sends('Pushed', '')
  const more = { messageType: 'RESPONSE', correlationId } as const
  const { messageId } = await provider.sends('Pushed', '', more)
  await client.gets(messageId)
  await expect
    .poll(() => provider.statusOf(messageId))
    .toMatchObject({ messageState: 'DELIVERED', status: { code: 'SCSS001' } })
  expect(await database.query('select id from delivery where about = $1', [messageId])).toEqual([])
  expect(provider.calls.filter(({ kind }) => kind === 'status')).toEqual([])
})

test('a status for an address that is no longer registered is given up, and the journal says so', async () => {
  const { client, provider, publish, database } = world
  const usual = client.behaviour
  client.behaviour = atFirst({ status: answers(503, 'later') })
  const { messageId } = await client.sends('Pushed', '')
  await client.isCalled(messageId)
  await publish((source) => ({
    ...source,
    systems: source.systems.map(({ receiver, ...system }) =>
      system.senderId === 'client' || receiver === undefined ? system : { ...system, receiver },
    ),
  }))
  await expect
    .poll(() =>
      database.query(
        `select fault_code from journal_message where message_id = $1 and kind = 'refused' order by at`,
        [messageId],
      ),
    )
    .toEqual([{ fault_code: 'provider-answer-malformed' }, { fault_code: 'status-not-told' }])
  await publish((source) => source)
  client.behaviour = usual
  expect(await client.statusOf(messageId)).toMatchObject({ messageState: 'DELIVERED' })
  expect(provider.calls.filter((call) => call.messageId === messageId)).toHaveLength(1)
})

test('a status that could not be told in its time is given up too', async () => {
  const { client, database } = world
  const usual = client.behaviour
  client.behaviour = answers(503, 'later')
  const { messageId } = await client.sends('Pushed', '')
  await client.isCalled(messageId)
  const left = `select extract(epoch from expires_at - now())::float8 / 3600 as hours from delivery where about = $1`
  const [status] = await database.query<{ hours: number }>(left, [messageId])
  expect(status!.hours).toBeCloseTo(24, 1)
  await database.query('update delivery set expires_at = now() where about = $1', [messageId])
  await expect
    .poll(() => database.query('select id from delivery where about = $1', [messageId]))
    .toEqual([])
  const last = `select fault_code, detail from journal_message where message_id = $1 order by at desc limit 1`
  expect(await database.query(last, [messageId])).toMatchObject([{ fault_code: 'status-not-told' }])
  client.behaviour = usual
})

describe('where a message stands', () => {
  test('is told to its sender and its receiver, and to nobody else', async () => {
    const { client, other, provider } = world
    const { messageId } = await client.sends('Fetched', '')
    const waits = { messageState: 'ON_DELIVERY', status: { code: statusOf('waiting').code } }
    expect(await client.statusOf(messageId)).toMatchObject(waits)
    expect(await provider.statusOf(messageId)).toMatchObject(waits)
    const ofOthers = await refused(other.statusOf(messageId), 'message-unknown')
    const ofNobody = await refused(other.statusOf('999999999'), 'message-unknown')
    await refused(other.statusOf('no number'), 'message-unknown')
    const without = (text = ''): string => text.replaceAll(/\d+/g, 'N')
    expect(without(ofOthers.errorData)).toBe(without(ofNobody.errorData))
    expect(ofOthers.errorMessage).toBe(ofNobody.errorMessage)
  })

  test('says that the receiver has it, and its notification is awaited', async () => {
    const { client, provider } = world
    const { messageId } = await client.sends('LongFetched', '')
    await provider.fetches('LongFetched', { messageId })
    expect(await client.statusOf(messageId)).toMatchObject({
      messageState: 'ON_DELIVERY',
      status: { code: statusOf('handed-over').code },
    })
  })
})
