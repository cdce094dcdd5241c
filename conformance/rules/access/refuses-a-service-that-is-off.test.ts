import { expect, test } from 'vitest'
import { accepts, refuses, signedRequest } from '../../live/speak.ts'

test('in its maintenance, and tells until when and why', async () => {
  const answer = await refuses(
    signedRequest({ serviceId: 'InMaintenance' }),
    'service-maintenance',
    {},
  )
  expect(answer.text).toMatch(/until \d{4}-\d\d-\d\dT[\d:.]+Z: a new disk array/)
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(3_000)
})

test('not when the maintenance is over', async () => {
  await accepts(signedRequest({ serviceId: 'AfterMaintenance' }))
})

test('switched off, and tells why', async () => {
  const answer = await refuses(signedRequest({ serviceId: 'SwitchedOff' }), 'service-disabled')
  expect(answer.text).toContain('errors are not mended (51)')
  expect(answer.headers.get('retry-after')).toBe(null)
})

test('switched off for a while, and tells until when', async () => {
  const answer = await refuses(
    signedRequest({ serviceId: 'SwitchedOffForAWhile' }),
    'service-disabled',
  )
  expect(answer.text).toMatch(/off until \d{4}-\d\d-\d\dT[\d:.]+Z: the archive moves/)
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(3_000)
})
