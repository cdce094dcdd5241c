/** What a sender is told who signs with a national algorithm, or whose certificate has such a key. */
export const gostNotSupported = 'GOST signatures are not supported yet: sign with RSA or ECDSA'

const uris =
  /^(?:http:\/\/www\.w3\.org\/2001\/04\/xmldsig-more#|urn:ietf:params:xml:ns:(?:pkigovkz:xmlsec|cpxmlsec):algorithms:)gost/

/** Whether a SignatureMethod or DigestMethod is one of the Kazakh or Russian national standards, of any year. */
export function isGostUri(uri: string): boolean {
  return uris.test(uri)
}

/** The same for the algorithm of a key: the arcs of the Kazakh NCA and of the Russian standards. */
export function isGostOid(oid: string): boolean {
  return oid.startsWith('1.2.398.3.10.1.1.') || oid.startsWith('1.2.643.')
}
