import { expect, test } from 'vitest'
import { world } from '../../live/speak.ts'

test('the number and the age of the registry in force are metrics', async () => {
  const metrics = await (await fetch(new URL('/metrics', world.url))).text()
  expect(metrics).toMatch(/^arna_registry_number\{instance="conformance"\} 1$/m)
  const age = /^arna_registry_age_seconds\{instance="conformance"\} ([\d.]+)$/m.exec(metrics)?.[1]
  expect(Number(age)).toBeGreaterThanOrEqual(0)
  expect(Number(age)).toBeLessThan(60)
})
