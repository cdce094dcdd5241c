import { payloadFrom } from '@arna/message'
import { expect, test } from 'vitest'
import { signPayload } from '../../live/sign-payload.ts'
import { accepts, signedRequest } from '../../live/speak.ts'

test.each(['SignedRequests', 'SignedAnswers', 'SignedAndValid'])(
  'as elements, whose bytes reach the provider as they came: %s',
  async (serviceId) => {
    const payload = signPayload()
    const { delivered } = await accepts(signedRequest({ serviceId, payload }))
    expect(delivered).toContain(payload)
  },
)

test.each(['SignedRequests', 'SignedAnswers', 'SignedAndValid'])(
  'as text: %s',
  async (serviceId) => {
    const text = `<?xml version="1.0" encoding="UTF-8"?>${signPayload()}`
    await accepts(signedRequest({ serviceId, data: payloadFrom(text) }))
  },
)
