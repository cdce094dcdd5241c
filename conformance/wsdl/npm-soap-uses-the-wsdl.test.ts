import { createClientAsync } from 'soap'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Door, openDoor } from './door.ts'

// Out of order: the toolkit has to know the contract to put it right.
const requestInfo = {
  properties: [
    { key: 'A', value: '1' },
    { key: 'B', value: '2' },
  ],
  sender: { password: 'secret', senderId: 'client' },
  messageDate: '2026-02-03T10:20:30+05:00',
  serviceId: 'ECHO',
  messageId: '1',
}

describe.each(['by-namespace', 'genuine'])('npm soap with ?wsdl=%s', (layout) => {
  let door: Door
  beforeAll(async () => {
    door = await openDoor()
  })
  afterAll(() => door[Symbol.asyncDispose]())

  const connect = () => createClientAsync(`${door.address}?wsdl=${layout}`)

  test('knows the fields of the request', async () => {
    const description = (await connect()).describe() as unknown
    expect(description).toMatchObject({
      ISyncChannelHttpService: {
        SyncChannelHttpPort: {
          SendMessage: {
            input: {
              request: {
                requestInfo: {
                  messageDate: 'xsd:dateTime',
                  sender: { senderId: 'xsd:string', password: 'xsd:string' },
                  'properties[]': { key: 'xsd:string|minLength,maxLength' },
                },
                requestData: { data: 'xsd:anyType' },
              },
            },
          },
        },
      },
    })
  })

  test('sends a message of ours in the order of the contract and reads the answer', async () => {
    const client = await connect()
    const [answer] = (await client['SendMessageAsync']({
      request: { requestInfo, requestData: { data: 'Қазақ <тіл>' } },
    })) as unknown[]
    expect(client.lastRequest).toContain(
      '<request><requestInfo><messageId>1</messageId><serviceId>ECHO</serviceId>' +
        '<messageDate>2026-02-03T10:20:30+05:00</messageDate>' +
        '<sender><senderId>client</senderId><password>secret</password></sender>' +
        '<properties><key>A</key><value>1</value></properties>' +
        '<properties><key>B</key><value>2</value></properties></requestInfo>',
    )
    expect(door.received.at(-1)).toMatchObject(requestInfo)
    expect(answer).toMatchObject({
      response: {
        responseInfo: { messageId: 'answer-1', status: { code: 'SCSS001' } },
        responseData: { data: 'Қазақ <тіл>' },
      },
    })
  })

  test('gets the code of a fault', async () => {
    const client = await connect()
    const refused = client['SendMessageAsync']({
      request: { requestInfo: { ...requestInfo, serviceId: 'FAULT' }, requestData: {} },
    }) as Promise<unknown>
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
