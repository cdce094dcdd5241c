import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each([
  ['of blocks', '</soap:Header>', '<a:b xmlns:a="urn:a"/>'],
  ['of fields in Security', '</wsse:Security>', '<a/>'],
  ['of white space in the signature', '</ds:Signature>', '    '],
])('%s, before any of it is read', async (_what, place, filling) => {
  const text = signedRequest()
  const hostile = text.replace(place, () => filling.repeat(100_000) + place)
  await refuses(hostile, 'soap-structure')
})
