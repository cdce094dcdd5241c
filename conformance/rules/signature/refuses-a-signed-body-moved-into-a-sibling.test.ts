import { test } from 'vitest'
import { sendMessage } from '../../live/forge.ts'
import { refuses, signedRequest } from '../../live/speak.ts'

test('the signed Body in a sibling of the new one', async () => {
  const text = signedRequest()
  const [signed = ''] = /<soap:Body.*<\/soap:Body>/s.exec(text) ?? []
  const another = `<soap:Body>${sendMessage()}</soap:Body>`
  const wrapper = `<w:wrapper xmlns:w="urn:w">${signed}</w:wrapper>`
  await refuses(text.replace(signed, another + wrapper), 'soap-structure')
  await refuses(text.replace(signed, wrapper + another), 'soap-structure')
})
