import { expect, test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each([
  ['kk', 'сервис', /[әғқңөұүһі]/i],
  ['en-GB,en;q=0.9', 'service', /^[\x20-\x7e]*$/],
  ['ru', 'сервис', /[а-я]/i],
  ['de', 'сервис', /[а-я]/i],
])('Accept-Language: %s', async (language, _word, letters) => {
  const headers = { 'content-type': 'text/xml', 'accept-language': language }
  const { text } = await refuses(signedRequest({ serviceId: 'None' }), 'service-unknown', {
    headers,
  })
  expect(/<faultstring>([^<]*)/.exec(text)?.[1]).toMatch(letters)
})
