import { test } from 'vitest'
import { exchangeRaw, httpRequest, readAnswer } from '../../live/raw.ts'
import { expectRefusal } from '../../live/speak.ts'

test('more than 50 MB are refused when they are announced', async () => {
  const answer = await exchangeRaw(httpRequest('', { 'Content-Length': '52428801' }))
  await expectRefusal(readAnswer(answer), 'message-too-large')
})
