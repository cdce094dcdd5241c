import { createClientAsync } from 'soap'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AsyncDoor, openAsyncDoor, openReceiverDoor, type ReceiverDoor } from './async-door.ts'

const date = '2026-02-03T10:20:30+05:00'
const sender = { password: 'secret', senderId: 'client' }

// Out of order: the toolkit has to know the contract to put it right.
const message = (serviceId: string, ids: object = {}) => ({
  messageData: { data: 'Қазақ <тіл>' },
  messageInfo: { sender, messageDate: date, messageType: 'REQUEST', serviceId, ...ids },
})
const verdict = (messageId: string) => ({
  requestDate: date,
  notification: {
    deliveryStatus: {
      resendMessage: 'NOT_RESEND',
      statusDate: date,
      receiveStatus: 'MESSAGE_ACCEPTED',
    },
    notificationDate: date,
    serviceId: 'ECHO',
    messageId,
  },
})
const question = (messageId: string) => ({ sender, requestDate: date, messageId })
const change = (messageId: string) => ({
  requestDate: date,
  notification: {
    status: { statusDate: date, statusMessage: 'ok', statusCode: 'SCSS001' },
    messageState: 'DELIVERED',
    notificationDate: date,
    messageId,
    notificationId: '7',
  },
})

describe.each([
  ['by-namespace', 'client'],
  ['genuine', 'client-genuine'],
])('npm soap with ?wsdl=%s and ?wsdl=%s', (layout, clientLayout) => {
  let door: AsyncDoor
  let receiver: ReceiverDoor
  beforeAll(async () => {
    door = await openAsyncDoor()
    receiver = await openReceiverDoor()
  })
  afterAll(async () => {
    await receiver[Symbol.asyncDispose]()
    await door[Symbol.asyncDispose]()
  })

  const connect = () => createClientAsync(`${door.address}?wsdl=${layout}`)
  const connectToReceiver = () =>
    createClientAsync(`${door.address}?wsdl=${clientLayout}`, { endpoint: receiver.address })

  /** What it makes of an answer, by operation. */
  const call = async (
    client: Awaited<ReturnType<typeof connect>>,
    operation: string,
    request: object,
  ) => ((await client[`${operation}Async`]({ request })) as unknown[])[0]

  test('sends in the order of the contract, and reads its ids', async () => {
    const client = await connect()
    expect(await call(client, 'sendMessage', message('ECHO'))).toMatchObject({
      response: { messageId: '1', correlationId: '2', responseDate: new Date(0) },
    })
    expect(client.lastRequest).toContain(
      '<request><messageInfo><serviceId>ECHO</serviceId><messageType>REQUEST</messageType>' +
        `<messageDate>${date}</messageDate>` +
        '<sender><senderId>client</senderId><password>secret</password></sender></messageInfo>' +
        '<messageData><data>Қазақ &lt;тіл&gt;</data></messageData></request>',
    )
    expect(door.received.at(-1)).toMatchObject({ operation: 'sendMessage', serviceId: 'ECHO' })
  })

  test('fetches what was sent, and confirms it', async () => {
    const client = await connect()
    await call(client, 'sendMessage', message('ECHO'))
    expect(
      await call(client, 'getMessages', { amount: 5, sender, serviceId: 'ECHO' }),
    ).toMatchObject({
      response: {
        messages: [{ messageInfo: { messageId: '1' }, messageData: { data: 'Қазақ <тіл>' } }],
      },
    })
    expect(door.received.at(-1)).toMatchObject({ operation: 'getMessages', amount: 5 })
    expect(await call(client, 'sendDeliveryNotification', verdict('1'))).toMatchObject({
      response: { notificationId: '3' },
    })
    expect(door.received.at(-1)).toMatchObject({ messageId: '1', isAccepted: true })
    expect(await call(client, 'getMessageStatus', question('1'))).toMatchObject({
      response: { messageState: 'DELIVERED', status: { statusCode: 'SCSS001' } },
    })
  })

  test('pushes to a receiver, in the namespaces of both operations', async () => {
    const client = await connectToReceiver()
    const pushed = message('ECHO', { correlationId: '2', messageId: '1' })
    expect(await call(client, 'sendMessage', pushed)).toMatchObject({
      response: { messageId: '1', correlationId: '2' },
    })
    expect(await call(client, 'changeMassageStatusNotification', change('1'))).toMatchObject({
      response: { sessionId: expect.stringMatching(/^\{.*\}$/) },
    })
    expect(receiver.received.slice(-2)).toMatchObject([
      { messageId: '1' },
      { notificationId: '7', messageState: 'DELIVERED' },
    ])
  })

  test.each([
    ['sendMessage', message('FAULT')],
    ['sendDeliveryNotification', verdict('FAULT')],
    ['getMessageStatus', question('FAULT')],
    ['getMessages', { sender, serviceId: 'FAULT' }],
  ])('gets the code of a fault of %s', async (operation, request) => {
    await expect(call(await connect(), operation, request)).rejects.toMatchObject(
      faultOf(operation, 'ARN203'),
    )
  })

  test.each([
    ['sendMessage', message('FAULT')],
    ['changeMassageStatusNotification', change('FAULT')],
  ])('gets the code of a fault of %s of a receiver', async (operation, request) => {
    await expect(call(await connectToReceiver(), operation, request)).rejects.toMatchObject(
      faultOf(operation, 'SCE909'),
    )
  })
})

const faultOf = (operation: string, code: string) => ({
  root: {
    Envelope: {
      Body: {
        Fault: {
          faultcode: code,
          detail: { [`${operation}Fault1_${operation}Fault`]: { errorCode: code } },
        },
      },
    },
  },
})
