import { readSendMessage } from '@arna/message'
import { scan } from '@arna/xml'
import { expect, test } from 'vitest'
import { accepts, signedRequest } from '../../live/speak.ts'

test('what a sender says in its envelope reaches the provider', async () => {
  const message = {
    correlationId: 'c-1',
    routeId: 'R_ESEDO',
    properties: [
      { key: 'CONNECTOR_CLIENT', value: 'true' },
      { key: 'қ'.repeat(30), value: '𝄞'.repeat(500) },
    ],
  }
  const { delivered } = await accepts(signedRequest({ message }))
  const read = readSendMessage(scan(Buffer.from(delivered)).root.children()[1]!)
  expect(read).toMatchObject(message)
})
