import { expect, test } from 'vitest'
import { expectRefusal, heard, world } from '../../live/speak.ts'

test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
  '%s is refused, and the answer says what is allowed',
  async (method) => {
    const answer = await fetch(world.url, { method })
    expect(answer.headers.get('allow')).toBe('GET, POST')
    await expectRefusal(await heard(answer), 'http-method')
  },
)

test('HEAD is refused without a body', async () => {
  const answer = await fetch(world.url, { method: 'HEAD' })
  expect(answer.status).toBe(405)
})
