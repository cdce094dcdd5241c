import { expect, test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test('without its name', async () => {
  const { text } = await refuses(
    signedRequest({ serviceId: 'WithoutItsSecret' }),
    'provider-secret-missing',
  )
  expect(text).not.toContain('nobody-has-set-it')
})
