import { createHash, type KeyObject } from 'node:crypto'
import { type SignatureAlgorithm, signatureAlgorithm } from '@arna/pki'
import { canonicalBytes, scan, type XmlElement } from '@arna/xml'
import { findSignatures } from '../signature/find-signatures.ts'

/**
 * Fills the `?` in every DigestValue, then in every SignatureValue, so that a test can write any profile by hand and
 * have it signed honestly. `sha1` in the URI of a DigestMethod gives SHA-1, else SHA-256; exclusive canonicalisation.
 */
export function signAsWritten(
  text: string,
  key: KeyObject,
  sign: (uri: string) => Pick<SignatureAlgorithm, 'sign'> = (uri) => signatureAlgorithm(uri)!,
): Buffer {
  let written = text
  while (written.includes('>?</ds:DigestValue>')) {
    const document = scan(Buffer.from(written))
    const reference = all(document.root, 'Reference').find(
      (one) => child(one, 'DigestValue').text() === '?',
    )!
    const id = reference.attribute('', 'URI')!.slice(1)
    const bytes = canonicalBytes(document, {
      method: 'exc-c14n',
      element: document.ids().get(id)![0]!,
      inclusivePrefixes: prefixesIn(reference),
    })
    const isSha1 = child(reference, 'DigestMethod').attribute('', 'Algorithm')!.includes('sha1')
    const digest = createHash(isSha1 ? 'sha1' : 'sha256')
      .update(bytes)
      .digest('base64')
    written = written.replace('>?</ds:DigestValue>', `>${digest}</ds:DigestValue>`)
  }
  while (written.includes('>?</ds:SignatureValue>')) {
    const document = scan(Buffer.from(written))
    const signature = findSignatures(document).find(
      (one) => child(one, 'SignatureValue').text() === '?',
    )!
    const signedInfo = child(signature, 'SignedInfo')
    const method = child(signedInfo, 'CanonicalizationMethod')
    const bytes = canonicalBytes(document, {
      method: 'exc-c14n',
      element: signedInfo,
      inclusivePrefixes: prefixesIn(method),
    })
    const uri = child(signedInfo, 'SignatureMethod').attribute('', 'Algorithm')!
    const value = sign(uri).sign(bytes, key).toString('base64')
    written = written.replace('>?</ds:SignatureValue>', `>${value}</ds:SignatureValue>`)
  }
  return Buffer.from(written)
}

function all(root: XmlElement, localName: string): XmlElement[] {
  const inside = root.children().flatMap((element) => all(element, localName))
  return root.localName === localName ? [root, ...inside] : inside
}

function child(parent: XmlElement, localName: string): XmlElement {
  return parent.children().find((element) => element.localName === localName)!
}

function prefixesIn(element: XmlElement): string[] {
  const [list] = all(element, 'InclusiveNamespaces')
  return (list?.attribute('', 'PrefixList') ?? '').split(' ').filter((prefix) => prefix !== '')
}
