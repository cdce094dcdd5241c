import { expect, test } from 'vitest'
import { exchangeRaw, httpRequest } from '../../live/raw.ts'
import { signedRequest } from '../../live/speak.ts'

test('three requests in one packet', async () => {
  const texts = ['first', 'second', 'third'].map((payload) => signedRequest({ payload }))
  const requests = texts.map((text, at) => httpRequest(text, at < 2 ? { Connection: '' } : {}))
  const answers = await exchangeRaw(requests.join(''))
  const found = answers.match(/<data>\w+<\/data>/g)
  expect(found).toEqual(['<data>first</data>', '<data>second</data>', '<data>third</data>'])
})
