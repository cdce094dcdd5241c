import { createClientAsync } from 'soap'
import { describe, expect, test } from 'vitest'
import { world } from '../live/speak.ts'

describe.each(['bip-sync', 'bip-sync-wss-gost'])('the door /%s/', (name) => {
  const door = new URL(`/${name}/`, world.url).href

  test.each(['', 'by-namespace', 'genuine'])(
    'serves ?wsdl=%s with all that it imports',
    async (layout) => {
      const client = await createClientAsync(`${door}?wsdl=${layout}`)
      expect(client.wsdl.toXML()).toContain(`<soap:address location="${door}"/>`)
      expect(client.describe()).toMatchObject({
        ISyncChannelHttpService: {
          SyncChannelHttpPort: {
            SendMessage: {
              output: { response: { responseInfo: { responseDate: 'xsd:dateTime' } } },
            },
          },
        },
      })
    },
  )

  test.each(['?xsd=nothing', '?wsdl=nothing', '?xsd=../../package.json', ''])(
    'has nothing to give for %j',
    async (query) => {
      expect((await fetch(door + query)).ok).toBe(false)
    },
  )
})

describe.each(['bip-async', 'bip-async-wss-gost'])('the door /%s/', (name) => {
  const door = new URL(`/${name}/`, world.url).href
  const messageInfo = { messageType: expect.stringContaining('REQUEST,'), serviceId: 'xsd:string' }

  test.each(['', 'by-namespace', 'genuine'])(
    'serves ?wsdl=%s with all that it imports',
    async (layout) => {
      const client = await createClientAsync(`${door}?wsdl=${layout}`)
      expect(client.wsdl.toXML()).toContain(`<soap:address location="${door}"/>`)
      expect(client.describe()).toMatchObject({
        AsyncChannelHttpService: {
          AsyncChannelHttpPort: {
            sendMessage: { input: { request: { messageInfo } } },
            sendDeliveryNotification: { output: { response: { notificationId: 'xsd:string' } } },
            getMessageStatus: { output: { response: { status: { statusCode: 'xsd:string' } } } },
            getMessages: { output: { response: { 'messages[]': { messageInfo } } } },
          },
        },
      })
    },
  )

  test.each(['client', 'client-genuine'])(
    'serves ?wsdl=%s, which receivers implement at an address of their own',
    async (layout) => {
      const client = await createClientAsync(`${door}?wsdl=${layout}`)
      expect(client.wsdl.toXML()).not.toContain(`<soap:address location="${door}"/>`)
      expect(client.describe()).toMatchObject({
        AsyncChannelClientHttpService: {
          AsyncChannelClientHttpPort: {
            sendMessage: { input: { request: { messageInfo } } },
            changeMassageStatusNotification: {
              input: { request: { notification: { status: { statusCode: 'xsd:string' } } } },
            },
          },
        },
      })
    },
  )
})
