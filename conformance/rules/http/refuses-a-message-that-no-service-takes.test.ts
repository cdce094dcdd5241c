import { test } from 'vitest'
import { exchangeRaw, httpRequest, readAnswer } from '../../live/raw.ts'
import { expectRefusal } from '../../live/speak.ts'

test('more than any service of the registry takes is refused when it is announced', async () => {
  const answer = await exchangeRaw(httpRequest('', { 'Content-Length': '10000001' }))
  await expectRefusal(readAnswer(answer), 'message-too-large')
})
