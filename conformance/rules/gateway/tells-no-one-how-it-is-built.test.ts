import { faultCodes, faults } from '@arna/message'
import { expect, test } from 'vitest'
import { expectDiscretion, signedRequest, world } from '../../live/speak.ts'

test.each(faultCodes)('%s', (code) => {
  const { title, remedy } = faults[code]
  for (const text of [...Object.values(title), ...Object.values(remedy)]) expectDiscretion(text)
})

test('an answer names neither the server nor its version', async () => {
  const answer = await fetch(world.url, { method: 'POST', body: signedRequest() })
  expect(answer.headers.get('server')).toBeNull()
  expect(answer.headers.get('x-powered-by')).toBeNull()
})
