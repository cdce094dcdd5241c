import {
  algorithmForKey,
  type DigestAlgorithm,
  digestAlgorithm,
  type SignatureAlgorithm,
} from '@arna/pki'
import { namespaces } from '../namespaces.ts'
import { canonicalizationUris } from '../signature/canonicalization.ts'
import type { SigningKey } from './signing-key.ts'
import { writeKeyInfo } from './write-key-info.ts'

export interface SecurityOrder {
  /** Of the Body in its exclusive form. */
  readonly digestOfBody: (digest: DigestAlgorithm) => Buffer
  /** The id of the Body. */
  readonly id: string
  /** The prefix that SOAP has where the header will stand; '' when it has none. */
  readonly soapPrefix: string
  readonly newId: () => string
  /** Stands before the signature; the prefixes wsse and wsu are declared around it. */
  readonly token?: string
}

/** wsse:Security with the signature over the Body, as SHEP and its clients write it. Throws PkiError `key-malformed`. */
export function writeSecurity(order: SecurityOrder, signer: SigningKey): string {
  const algorithm = signer.algorithm ?? algorithmForKey(signer.key)
  const digest = order.digestOfBody(digestAlgorithm(algorithm.digestUri)!)
  const signedInfo = writeSignedInfo(order.id, algorithm, digest)
  const value = algorithm.sign(Buffer.from(signedInfo), signer.key).toString('base64')
  const { token, keyInfo } = writeKeyInfo(signer, order.newId)
  // Inside ds:Signature the declaration that the canonical form needs is inherited.
  const inherited = signedInfo.replace(declaration, '')
  // An attribute without a prefix would be in no namespace.
  const mustUnderstand = order.soapPrefix === '' ? '' : ` ${order.soapPrefix}:mustUnderstand="1"`
  return `<wsse:Security xmlns:wsse="${namespaces.wsse}" xmlns:wsu="${namespaces.wsu}"${mustUnderstand}>${token}${order.token ?? ''}<ds:Signature${declaration}>${inherited}<ds:SignatureValue>${value}</ds:SignatureValue>${keyInfo}</ds:Signature></wsse:Security>`
}

const declaration = ` xmlns:ds="${namespaces.ds}"`

/** Written in its canonical form, so that these very bytes are signed. */
function writeSignedInfo(id: string, algorithm: SignatureAlgorithm, digest: Buffer): string {
  const { exclusive } = canonicalizationUris
  return `<ds:SignedInfo${declaration}><ds:CanonicalizationMethod Algorithm="${exclusive}"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="${algorithm.uri}"></ds:SignatureMethod><ds:Reference URI="#${id}"><ds:Transforms><ds:Transform Algorithm="${exclusive}"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="${algorithm.digestUri}"></ds:DigestMethod><ds:DigestValue>${digest.toString('base64')}</ds:DigestValue></ds:Reference></ds:SignedInfo>`
}
