/**
 * What messages of e-government gateways are written with: SOAP, WS-Security, XML Signature and the envelopes of SHEP.
 * These names are entered, checked and split once for all documents. They decide nothing: a document with none of them
 * is read alike, only a little slower.
 */
const oasis = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-'

/** Prefixes as they are mostly written, and what they then stand for. A document may bind them otherwise. */
export const wellKnownDeclarations: readonly (readonly [prefix: string, namespace: string])[] = [
  ['soap', 'http://schemas.xmlsoap.org/soap/envelope/'],
  ['soapenv', 'http://schemas.xmlsoap.org/soap/envelope/'],
  ['SOAP-ENV', 'http://schemas.xmlsoap.org/soap/envelope/'],
  ['S', 'http://schemas.xmlsoap.org/soap/envelope/'],
  ['env', 'http://www.w3.org/2003/05/soap-envelope'],
  ['wsse', `${oasis}wssecurity-secext-1.0.xsd`],
  ['wsu', `${oasis}wssecurity-utility-1.0.xsd`],
  ['ds', 'http://www.w3.org/2000/09/xmldsig#'],
  ['ec', 'http://www.w3.org/2001/10/xml-exc-c14n#'],
  ['xsi', 'http://www.w3.org/2001/XMLSchema-instance'],
  ['xs', 'http://www.w3.org/2001/XMLSchema'],
  ['xsd', 'http://www.w3.org/2001/XMLSchema'],
  ['ns2', 'http://bip.bee.kz/SyncChannel/v10/Types'],
]

const soapNames = ['Envelope', 'Header', 'Body', 'mustUnderstand', 'actor']

const namesByPrefix: readonly (readonly [prefix: string, localNames: readonly string[]])[] = [
  ...['soap', 'soapenv', 'SOAP-ENV', 'S', 'env'].map((prefix) => [prefix, soapNames] as const),
  [
    'wsse',
    ['Security', 'SecurityTokenReference', 'KeyIdentifier', 'Reference', 'BinarySecurityToken'],
  ],
  ['wsu', ['Id']],
  [
    'ds',
    [
      'Signature',
      'SignedInfo',
      'CanonicalizationMethod',
      'SignatureMethod',
      'Reference',
      'Transforms',
      'Transform',
      'DigestMethod',
      'DigestValue',
      'SignatureValue',
      'KeyInfo',
      'X509Data',
      'X509Certificate',
      'X509IssuerSerial',
      'X509IssuerName',
      'X509SerialNumber',
    ],
  ],
  ['xsi', ['type', 'nil']],
  ['ns2', ['SendMessage', 'SendMessageResponse']],
]

const plainNames =
  'Algorithm URI Id EncodingType ValueType PrefixList InclusiveNamespaces ' +
  'request requestInfo requestData response responseInfo responseData data ' +
  'messageId correlationId serviceId messageDate responseDate routeId ' +
  'sender senderId password properties key value sessionId status code message'

/** Names as they stand in tags, with their prefixes. */
export const wellKnownNames: readonly string[] = [
  ...plainNames.split(' '),
  ...wellKnownDeclarations.map(([prefix]) => `xmlns:${prefix}`),
  ...namesByPrefix.flatMap(([prefix, names]) => names.map((name) => `${prefix}:${name}`)),
]
