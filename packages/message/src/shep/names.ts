/** Names of the SHEP contracts (SyncChannel v10). Only the wrapper elements stand in a namespace. */
export const syncTypes = 'http://bip.bee.kz/SyncChannel/v10/Types'

const shepNamespaces = 'http://bip.bee.kz/'

/** Real clients qualify fields by a default namespace; the fields themselves are in none. */
export function mayHoldFields(namespace: string): boolean {
  return namespace === '' || namespace.startsWith(shepNamespaces)
}

export type SoapVersion = '1.1' | '1.2'

/** Of the bodies of HTTP messages that we write. */
export const soapMediaTypes: Readonly<Record<SoapVersion, string>> = {
  '1.1': 'text/xml; charset=utf-8',
  '1.2': 'application/soap+xml; charset=utf-8',
}

export const soapNamespace: Readonly<Record<SoapVersion, string>> = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
}

export const securityNamespace =
  'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd'

export const schemaNamespace = 'http://www.w3.org/2001/XMLSchema'

export const instanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance'
