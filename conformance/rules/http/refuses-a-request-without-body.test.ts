import { test } from 'vitest'
import { exchangeRaw, httpRequest, readAnswer } from '../../live/raw.ts'
import { expectRefusal, refuses } from '../../live/speak.ts'

test('a body of no bytes', async () => {
  await refuses('', 'xml-not-well-formed')
})

test('no body announced at all', async () => {
  const answer = await exchangeRaw(httpRequest('', { 'Content-Length': '', 'Content-Type': '' }))
  await expectRefusal(readAnswer(answer), 'xml-not-well-formed')
})

test('white space alone', async () => {
  await refuses(' \r\n', 'xml-not-well-formed')
})
