import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each([
  '&#0;',
  '&#x1F;',
  '&#xFFFE;',
  '&#xD800;',
  '&#xDFFF;',
  '&#x110000;',
  '&#99999999999999;',
  '&#-1;',
  '&#x;',
])('%s is refused', async (reference) => {
  await refuses(signedRequest().replace('850505300456', reference), 'xml-not-well-formed')
})
