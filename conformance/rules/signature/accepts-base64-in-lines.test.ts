import { test } from 'vitest'
import { accepts, signedRequest } from '../../live/speak.ts'

const lines = (base64: string, end: string): string =>
  `${end}${base64.match(/.{1,76}/g)!.join(end)}${end}`

// Signers of the JDK break lines after 76 characters, and write &#13; on Windows (spec of the wire 2.1).
test.each(['\n', '\r\n', '&#13;\n', '\n    '])('lines that end with %j', async (end) => {
  const text = signedRequest().replace(
    /(<ds:SignatureValue>|<wsse:KeyIdentifier [^>]*>)([^<]*)/g,
    (_, tag: string, base64: string) => tag + lines(base64, end),
  )
  await accepts(text)
})
