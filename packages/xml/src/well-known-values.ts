const xmldsig = 'http://www.w3.org/2000/09/xmldsig#'
const more = 'http://www.w3.org/2001/04/xmldsig-more#'
const oasis = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-'

/** What attributes of signatures say most: their strings are made once. As with the well-known names, speed only. */
const wellKnownValues = [
  'http://www.w3.org/2001/10/xml-exc-c14n#',
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512',
  `${more}rsa-sha256`,
  `${more}rsa-sha512`,
  `${more}ecdsa-sha256`,
  `${xmldsig}enveloped-signature`,
  `${oasis}soap-message-security-1.0#Base64Binary`,
  `${oasis}x509-token-profile-1.0#X509v3`,
]

interface WellKnown {
  readonly text: string
  readonly bytes: Buffer
}

const byLength: WellKnown[][] = []
for (const text of wellKnownValues) {
  while (byLength.length <= text.length) byLength.push([])
  byLength[text.length]!.push({ text, bytes: Buffer.from(text) })
}

/** The well-known value that stands between two offsets, if one does. */
export function wellKnownValue(source: Buffer, from: number, to: number): string | undefined {
  const length = to - from
  if (length >= byLength.length) return undefined
  for (const { text, bytes } of byLength[length]!) {
    // They differ at their ends.
    let at = length - 1
    while (at >= 0 && source[from + at] === bytes[at]) at--
    if (at < 0) return text
  }
  return undefined
}
