import { expect, test } from 'vitest'
import { accepts, signedRequest, world } from '../../live/speak.ts'

test('64 hexadecimal digits stand in its place, the same for the same pair', async () => {
  const password = async () => {
    const { delivered } = await accepts(signedRequest())
    expect(delivered).not.toContain(world.members.client.password)
    return /<password>([^<]*)<\/password>/.exec(delivered)?.[1]
  }
  const first = await password()
  expect(first).toMatch(/^[0-9a-f]{64}$/)
  expect(await password()).toBe(first)
})
