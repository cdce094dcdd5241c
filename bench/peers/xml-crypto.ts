// The peer xml-crypto, the usual choice on Node. See bench/src/contestant.ts for the protocol on stdin.
//
// Does: parses the message, verifies digest and signature with a key loaded once, and checks that the one signed
// node is the Body. The Signature is cut out of the text by position, which spares xml-crypto a second whole parse
// that its documentation would make.
// Does not: look the certificate up, refuse anything by the shape of the envelope, or count Ids.
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { SignedXml } from 'xml-crypto'
import manifest from 'xml-crypto/package.json' with { type: 'json' }
import { takePart } from '../src/contestant.ts'

const [certificatePath] = process.argv.slice(2)
const publicCert = new X509Certificate(readFileSync(certificatePath!)).publicKey

takePart(`xml-crypto ${manifest.version}`, (message) => () => {
  const xml = message.toString('utf8')
  const start = xml.indexOf('<ds:Signature ')
  const end = xml.indexOf('</ds:Signature>', start) + '</ds:Signature>'.length
  const signature = new SignedXml({ publicCert, idMode: 'wssecurity' })
  signature.loadSignature(xml.slice(start, end))
  if (!signature.checkSignature(xml)) return false
  const signed = signature.getSignedReferences()
  return signed.length === 1 && signed[0]!.startsWith('<soap:Body ')
})
