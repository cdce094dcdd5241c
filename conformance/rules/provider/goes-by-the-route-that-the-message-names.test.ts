import { randomUUID } from 'node:crypto'
import { dateTime } from '@arna/message'
import { expect, test } from 'vitest'
import { accepts, refuses, signedRequest } from '../../live/speak.ts'

const via = (routeId: string, serviceId = 'Routed'): string =>
  signedRequest({
    serviceId,
    message: { messageId: randomUUID(), messageDate: dateTime(new Date()), routeId },
  })

test('to the address of the route', async () => {
  await accepts(via('R_ECHO'))
  const { text } = await refuses(via('R_AWAY'), 'provider-answer-malformed')
  expect(text).toContain('HTTP 404')
})

test('to the address of the service when it names none', async () => {
  await refuses(signedRequest({ serviceId: 'Routed' }), 'provider-answer-malformed')
})

test('and nowhere when the service has no such route', async () => {
  const { text } = await refuses(via('R_ELSEWHERE'), 'route-unknown')
  expect(text).toContain('R_ELSEWHERE')
})

test('while a service without routes reads the routeId itself', async () => {
  const { delivered } = await accepts(via('R_ANY', 'Echo'))
  expect(delivered).toContain('<routeId>R_ANY</routeId>')
})
