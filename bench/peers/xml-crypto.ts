// The peer xml-crypto, the usual choice on Node. See bench/src/contestant.ts for the protocol on stdin, and
// verify-by-xml-crypto.ts for what it does.
// Does not: look the certificate up, refuse anything by the shape of the envelope, or count Ids.
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import manifest from 'xml-crypto/package.json' with { type: 'json' }
import { takePart } from '../src/contestant.ts'
import { verifyByXmlCrypto } from './verify-by-xml-crypto.ts'

const [certificatePath] = process.argv.slice(2)
const publicCert = new X509Certificate(readFileSync(certificatePath!)).publicKey

takePart(
  `xml-crypto ${manifest.version}`,
  (message) => () => verifyByXmlCrypto(message.toString('utf8'), publicCert),
)
