import { Fault } from '@arna/message'
import { beforeAll, describe, expect, test } from 'vitest'
import { mayCall } from './may-call.ts'
import { Registry } from './registry.ts'
import { testSource } from './test-setup/registry-source.ts'
import type { Channel, RegistrySource } from './words.ts'

const now = new Date('2026-11-23T10:00:00Z')
let source: RegistrySource

beforeAll(async () => {
  source = await testSource()
})

/** Why the portal may not call, or undefined when it may. */
function refusal(
  served: readonly Channel[],
  channel?: Channel,
  senderId = 'portal',
): string | undefined {
  const services = [{ ...source.services[0]!, channels: served }]
  const registry = new Registry({ ...source, services }, { number: 1, publishedAt: now })
  const call = { serviceId: 'PersonByIin', bytes: 1, now, ...(channel && { channel }) }
  try {
    mayCall(registry, { senderId }, call)
    return undefined
  } catch (error) {
    if (error instanceof Fault) return error.message
    throw error
  }
}

describe('a system may call a service', () => {
  test('on the channels that the service is on, and a call that names none is synchronous', () => {
    expect(refusal(['sync'])).toBeUndefined()
    expect(refusal(['sync', 'async'], 'async')).toBeUndefined()
    expect(refusal(['async'], 'async')).toBeUndefined()
  })

  test('on no other one, and is told which', () => {
    expect(refusal(['sync'], 'async')).toBe(
      'channel-not-served: PersonByIin is on the synchronous channel, not on the asynchronous one',
    )
    expect(refusal(['async'])).toBe(
      'channel-not-served: PersonByIin is on the asynchronous channel, not on the synchronous one',
    )
  })

  test('which is not told to who has no connection', () => {
    expect(refusal(['async'], 'sync', 'database')).toMatch(/^access-denied/)
  })
})
