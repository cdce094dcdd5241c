import { Fault } from '@arna/message'
import { expect, test } from 'vitest'
import { Endpoint } from './endpoint.ts'

const away = new Fault('provider-unreachable', 'connect ECONNREFUSED')

test('an endpoint that is down is left alone for a while, then probed with one message', () => {
  const endpoint = new Endpoint()
  endpoint.failed(away, 0)
  expect(endpoint.room(8, 0)).toBe(0)
  expect(endpoint.room(8, 3_000)).toBe(1)
})

test('an operator ends the pause, and one message probes it', () => {
  const endpoint = new Endpoint()
  for (let failure = 0; failure < 12; failure++) endpoint.failed(away, failure * 2_000_000)
  const nowMs = 11 * 2_000_000 + 600_000
  expect(endpoint.room(8, nowMs)).toBe(0)
  endpoint.tryNow()
  expect(endpoint.room(8, nowMs)).toBe(1)
  endpoint.took()
  expect(endpoint.room(8, nowMs)).toBe(8)
})
