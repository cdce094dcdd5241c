import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test('a Body before the Header is refused', async () => {
  const swapped = signedRequest().replace(
    /(<soap:Header>.*<\/soap:Header>)(<soap:Body.*<\/soap:Body>)/s,
    '$2$1',
  )
  await refuses(swapped, 'soap-structure')
})
