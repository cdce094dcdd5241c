import { test } from 'vitest'
import { sendMessage } from '../../live/forge.ts'
import { refuses, signedRequest } from '../../live/speak.ts'

test('the signed Body inside the data of another message', async () => {
  const text = signedRequest()
  const [signed = ''] = /<soap:Body.*<\/soap:Body>/s.exec(text) ?? []
  const another = sendMessage({ payload: '<a>@</a>' }).replace('@', signed)
  await refuses(
    text.replace(signed, `<soap:Body>${another}</soap:Body>`),
    'signature-not-over-body',
  )
})
