import { expect, test } from 'vitest'
import { ns } from '../../live/forge.ts'
import { accepts, refuses, signedRequest } from '../../live/speak.ts'

test('an answer comes in SOAP 1.2', async () => {
  const { text, contentType } = await accepts(signedRequest({ soap: '1.2' }))
  expect(text).toContain(`<soap:Envelope xmlns:soap="${ns.soap12}">`)
  expect(contentType).toBe('application/soap+xml; charset=utf-8')
})

test('a fault comes in SOAP 1.2, with the status of SOAP 1.2', async () => {
  const { text, status } = await refuses(
    signedRequest({ soap: '1.2', serviceId: 'None' }),
    'service-unknown',
  )
  expect(text).toContain('<soap:Value>soap:Sender</soap:Value>')
  expect(status).toBe(400)
})

test('a message that is malformed is told so in SOAP 1.2', async () => {
  const text = signedRequest({ soap: '1.2' }).replace(/<serviceId>.*<\/serviceId>/, '')
  const answer = await refuses(text, 'message-malformed')
  expect(answer.text).toContain(`<soap:Envelope xmlns:soap="${ns.soap12}">`)
})
