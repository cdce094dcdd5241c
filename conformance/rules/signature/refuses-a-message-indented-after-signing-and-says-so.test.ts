import { expect, test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test('as an XML editor or a formatter leaves it', async () => {
  const indented = signedRequest().replaceAll('><', '>\n  <')
  const { text } = await refuses(indented, 'signature-value-mismatch')
  expect(text).toContain('The message was probably re-indented or re-serialised after signing')
})

test('while of a wrong value over the Body that is there nothing of it is said', async () => {
  const spoilt = signedRequest().replace(/(<ds:SignatureValue>)./, (start, tag: string) =>
    start.endsWith('A') ? `${tag}B` : `${tag}A`,
  )
  const { text } = await refuses(spoilt, 'signature-value-mismatch')
  expect(text).not.toContain('re-indented')
})
