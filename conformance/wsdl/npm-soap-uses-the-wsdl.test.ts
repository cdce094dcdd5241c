import { createClientAsync } from 'soap'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Door, openDoor } from './door.ts'

const requestInfo = {
  messageId: '1',
  serviceId: 'ECHO',
  messageDate: '2026-02-03T10:20:30+05:00',
  sender: { senderId: 'client', password: 'secret' },
  properties: [
    { key: 'A', value: '1' },
    { key: 'B', value: '2' },
  ],
}

describe.each(['by-namespace', 'genuine'])('npm soap with ?wsdl=%s', (layout) => {
  let door: Door
  beforeAll(async () => {
    door = await openDoor()
  })
  afterAll(() => door[Symbol.asyncDispose]())

  async function send(request: unknown): Promise<unknown> {
    const client = await createClientAsync(`${door.address}?wsdl=${layout}`)
    const { ISyncChannelHttpService } = client as unknown as {
      ISyncChannelHttpService: { SyncChannelHttpPort: Record<string, (...a: unknown[]) => void> }
    }
    return new Promise((resolve, reject) => {
      ISyncChannelHttpService.SyncChannelHttpPort['SendMessage']!(
        { request },
        (error: unknown, result: unknown) =>
          error === null ? resolve(result) : reject(error as Error),
      )
    })
  }

  test('knows the operation, its fields and their order', async () => {
    const client = await createClientAsync(`${door.address}?wsdl=${layout}`)
    const { input } = client.describe().ISyncChannelHttpService.SyncChannelHttpPort.SendMessage
    expect(
      Object.keys(input.request.requestInfo).filter((name) => !name.startsWith('target')),
    ).toEqual([
      'messageId',
      'correlationId',
      'serviceId',
      'messageDate',
      'routeId',
      'sender',
      'properties[]',
      'sessionId',
    ])
  })

  test('sends a message that we read and gets an answer that it reads', async () => {
    const answer = await send({ requestInfo, requestData: { data: 'Қазақ <тіл>' } })
    expect(door.received.at(-1)).toMatchObject(requestInfo)
    expect(answer).toMatchObject({
      response: {
        responseInfo: { messageId: 'answer-1', status: { code: 'SCSS001' } },
        responseData: { data: 'Қазақ <тіл>' },
      },
    })
  })

  test('gets the code of a fault', async () => {
    const refused = send({ requestInfo: { ...requestInfo, serviceId: 'FAULT' }, requestData: {} })
    await expect(refused).rejects.toMatchObject({
      root: {
        Envelope: {
          Body: {
            Fault: {
              faultcode: 'ARN203',
              detail: { SendMessageFault1_SendMessageFault: { errorCode: 'ARN203' } },
            },
          },
        },
      },
    })
  })
})
