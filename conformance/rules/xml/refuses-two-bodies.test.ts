import { test } from 'vitest'
import { sendMessage } from '../../live/forge.ts'
import { refuses, signedRequest } from '../../live/speak.ts'

test('a second Body is refused, before the signed one and after it', async () => {
  const another = `<soap:Body>${sendMessage()}</soap:Body>`
  const text = signedRequest()
  await refuses(text.replace('<soap:Body', `${another}$&`), 'soap-structure')
  await refuses(text.replace('</soap:Body>', `$&${another}`), 'soap-structure')
})
