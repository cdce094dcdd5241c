import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test('a second Header is refused', async () => {
  await refuses(signedRequest().replace('<soap:Header>', '<soap:Header/>$&'), 'soap-structure')
})

test('a Header after the Body is refused', async () => {
  await refuses(signedRequest().replace('</soap:Body>', '$&<soap:Header/>'), 'soap-structure')
})
