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
