// The floor under verify + sign: the arithmetic that nobody can save, by node:crypto. See bench/src/contestant.ts.
//
// Does: SHA-256 over the canonical Body twice (once to verify, once for the answer), RSA-2048 verify and RSA-2048 sign
// over the canonical SignedInfo.
// Does not: parse, canonicalise, find or write anything: all that is made ready before the clock starts.
import { createPrivateKey, createPublicKey, hash, sign, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { canonicalBytes, scan, type XmlElement } from '@arna/xml'
import { takePart } from '../src/contestant.ts'

const [keyPath] = process.argv.slice(2)
const privateKey = createPrivateKey(readFileSync(keyPath!))
const publicKey = createPublicKey(privateKey)

function inside(element: XmlElement, localName: string): XmlElement {
  for (let index = element.index; index < element.document.elementCount; index++) {
    const one = element.document.element(index)
    if (one.localName === localName) return one
  }
  throw new Error(`the message has no ${localName}`)
}

takePart(`node:crypto, OpenSSL ${process.versions.openssl}`, (message) => {
  const document = scan(message)
  const canonical = (localName: string): Buffer =>
    canonicalBytes(document, { method: 'exc-c14n', element: inside(document.root, localName) })
  const [body, signedInfo] = [canonical('Body'), canonical('SignedInfo')]
  const expected = inside(document.root, 'DigestValue').text().trim()
  const value = Buffer.from(inside(document.root, 'SignatureValue').text(), 'base64')
  return () => {
    if (hash('sha256', body, 'base64') !== expected) return false
    if (!verify('sha256', signedInfo, publicKey, value)) return false
    return hash('sha256', body).length > 0 && sign('sha256', signedInfo, privateKey).length > 0
  }
})
