import { test } from 'vitest'
import { sendMessage } from '../../live/forge.ts'
import { refuses, signedRequest } from '../../live/speak.ts'

test('the signed Body in a header, another one in its place', async () => {
  const text = signedRequest()
  const [signed = ''] = /<soap:Body.*<\/soap:Body>/s.exec(text) ?? []
  const wrapped = text
    .replace(signed, `<soap:Body>${sendMessage()}</soap:Body>`)
    .replace('</soap:Header>', `<w:wrapper xmlns:w="urn:w">${signed}</w:wrapper>$&`)
  await refuses(wrapped, 'signature-not-over-body')
})
