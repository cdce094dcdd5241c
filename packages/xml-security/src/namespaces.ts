const oasis = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-'

export const namespaces = {
  ds: 'http://www.w3.org/2000/09/xmldsig#',
  wsse: `${oasis}wssecurity-secext-1.0.xsd`,
  wsu: `${oasis}wssecurity-utility-1.0.xsd`,
  exclusive: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  soap11: 'http://schemas.xmlsoap.org/soap/envelope/',
  soap12: 'http://www.w3.org/2003/05/soap-envelope',
  xml: 'http://www.w3.org/XML/1998/namespace',
} as const

export const valueTypes = {
  x509v3: `${oasis}x509-token-profile-1.0#X509v3`,
  base64: `${oasis}soap-message-security-1.0#Base64Binary`,
} as const
