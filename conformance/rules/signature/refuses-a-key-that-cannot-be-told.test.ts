import { test } from 'vitest'
import { envelope, forge, keyInfo, tokenReference } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

const x509Data = (inside: string): string => keyInfo(`<ds:X509Data>${inside}</ds:X509Data>`)
const x509 = '<ds:X509Certificate>AAAA</ds:X509Certificate>'
const number = (serial: string): string =>
  `<ds:X509IssuerSerial><ds:X509IssuerName>CN=a</ds:X509IssuerName><ds:X509SerialNumber>${serial}</ds:X509SerialNumber></ds:X509IssuerSerial>`

test.each([
  ['no KeyInfo', ''],
  ['an empty one', keyInfo('')],
  ['the name of a key', keyInfo('<ds:KeyName>client</ds:KeyName>')],
  ['a key by value', keyInfo('<ds:KeyValue/>')],
  ['a key to be fetched', keyInfo('<ds:RetrievalMethod URI="http://attacker.example/"/>')],
  [
    'two ways at once',
    keyInfo(`<ds:KeyName>client</ds:KeyName><ds:X509Data>${x509}</ds:X509Data>`),
  ],
  ['an empty token reference', tokenReference('')],
  [
    'two token references in one',
    tokenReference('<wsse:KeyIdentifier>AA==</wsse:KeyIdentifier>'.repeat(2)),
  ],
  ['a Reference to nothing', tokenReference('<wsse:Reference URI="#nothing"/>')],
  ['a Reference to the Body', tokenReference('<wsse:Reference URI="#body"/>')],
  [
    'a Reference that leads out',
    tokenReference('<wsse:Reference URI="http://attacker.example/"/>'),
  ],
  ['two certificates', x509Data(x509 + x509)],
  ['no certificate', x509Data('')],
  ['only a subject', x509Data('<ds:X509SubjectName>CN=a</ds:X509SubjectName>')],
  ['a serial number in hexadecimal', x509Data(number('0xFF'))],
  ['a serial number with a comment', x509Data(number('1<!-- -->2'))],
])('%s', async (_what, wrong) => {
  await refuses(forge(envelope(), { keyInfo: wrong }), 'key-reference-unreadable')
})
