import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each([
  ['a field', '<serviceId>Echo', '<serviceId>SmallOnly'],
  ['the payload', '850505300456', '850505300457'],
  ['white space between elements', '<request>', '<request> '],
  ['an attribute', '<request xmlns="urn:test">', '<request xmlns="urn:test" a="">'],
  ['a namespace', '<request xmlns="urn:test">', '<request xmlns="urn:other">'],
  ['the case of a letter', '<iin>850505300456</iin>', '<Iin>850505300456</Iin>'],
])('%s changed after signing', async (_what, from, to) => {
  await refuses(signedRequest().replace(from, to), 'signature-digest-mismatch')
})
