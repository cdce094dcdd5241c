/**
 * Calls a SHEP service through the gateway with npm soap: soap reads the WSDL, builds the message and signs it; xml-crypto
 * (which soap brings along) checks the answer.
 *
 *     node npm-soap-client.ts path/to/demo.json [PAYLOAD] [--text] [--wsdl genuine]
 *
 * The payload goes as XML; with --text as a string (xsi:type="xs:string"). The data of the answer goes to stdout, what else
 * was found to stderr. Exit code: 0 answered and trusted, 2 refused with a fault, 1 anything else.
 */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { DOMParser } from '@xmldom/xmldom'
import { createClientAsync, WSSecurityCert } from 'soap'
import { ExclusiveCanonicalization, SignedXml } from 'xml-crypto'

const ds = 'http://www.w3.org/2000/09/xmldsig#'
const wsu = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    text: { type: 'boolean', default: false },
    wsdl: { type: 'string', default: 'by-namespace' },
  },
})

const say = (name: string, value: unknown): void => console.error(`${name}: ${String(value)}`)

async function main([path = '', file]: readonly string[]): Promise<number> {
  const demo = JSON.parse(readFileSync(path, 'utf8'))
  const { senderId, password, key, certificate } = demo.client
  const payload = readFileSync(file ?? demo.service.payload, 'utf8')

  const client = await createClientAsync(
    `${demo.gateways.testInner}/bip-sync-wss-gost/?wsdl=${options.wsdl}`,
  )
  client.setSecurity(
    new WSSecurityCert(readFileSync(key, 'utf8'), readFileSync(certificate, 'utf8'), '', {
      hasTimeStamp: false,
      signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      signatureTransformations: ['http://www.w3.org/2001/10/xml-exc-c14n#'],
    }),
  )
  const request = {
    requestInfo: {
      messageId: randomUUID(),
      serviceId: demo.service.serviceId,
      messageDate: new Date().toISOString(),
      sender: { senderId, password },
    },
    requestData: { data: options.text ? asString(payload) : { $xml: withoutDeclaration(payload) } },
  }
  const gateway = readFileSync(demo.gatewayCertificates.testInner, 'utf8')
  // What soap makes of the answer does not count: it checks no signature, and it cannot read text beside elements.
  await client['SendMessageAsync']({ request }).catch((error: unknown) => {
    if (client.lastResponse === null) throw error // nobody answered
  })
  const answer: string = client.lastResponse
  const isSigned = parse(answer).getElementsByTagNameNS(ds, 'Signature').length > 0
  const body = isSigned
    ? signedBody(answer, gateway)
    : childrenOf(parse(answer).documentElement, 'Body')[0]
  const [fault] = body === undefined ? [] : childrenOf(body, 'Fault')
  // Only a fault may lack the signature: it was told before the gateway knew who asks.
  if (body === undefined || (fault === undefined && !isSigned)) {
    throw new Error('the answer is not signed')
  }
  say('signature', isSigned ? 'valid' : 'missing')
  if (fault !== undefined) {
    say('fault', textOf(fault, 'faultcode'))
    say('reason', textOf(fault, 'faultstring'))
    return 2
  }
  say('status', textOf(body, 'code'))
  process.stdout.write(contentOf(body.getElementsByTagName('data')[0]))
  return 0
}

/** The soap:Body whose digest the gateway has signed, read from the very bytes that were hashed. Throws when there is none. */
function signedBody(answer: string, gatewayCertificate: string): Element {
  const document = parse(answer)
  const [signature, another] = childrenOf(document.documentElement, 'Header').flatMap((header) =>
    Array.from(header.getElementsByTagNameNS(ds, 'Signature')),
  )
  if (signature === undefined || another !== undefined) {
    throw new Error('the answer does not have one signature in its Header')
  }
  const signed = new SignedXml({ publicCert: gatewayCertificate })
  signed.loadSignature(signature)
  if (!signed.checkSignature(answer)) throw new Error('the Body is not what was signed')
  const [covered = '', more] = signed.getSignedReferences()
  const body = parse(covered).documentElement
  // xml-crypto refuses an id that two elements have: the Body of the answer is the element that was signed.
  const [own, second] = childrenOf(document.documentElement, 'Body')
  const isOwn = body.getAttributeNS(wsu, 'Id') === own?.getAttributeNS(wsu, 'Id')
  if (more !== undefined || second !== undefined || body.localName !== 'Body' || !isOwn) {
    throw new Error('the signature is not over the Body')
  }
  return body
}

/** The attributes say what it is; without them a reader may take it for anything. */
const asString = (text: string) => ({
  attributes: { 'xmlns:xs': 'http://www.w3.org/2001/XMLSchema', 'xsi:type': 'xs:string' },
  $value: text,
})

/** An XML declaration may stand only where a document begins. */
const withoutDeclaration = (xml: string): string =>
  xml.replace(/^\uFEFF?(<\?xml\s[^>]*\?>\s*)?/, '')

const parse = (xml: string): Document => new DOMParser().parseFromString(xml, 'text/xml')

const childrenOf = (element: Element, localName: string): Element[] =>
  Array.from(element.childNodes as NodeListOf<Element>).filter((one) => one.localName === localName)

const textOf = (element: Element, name: string): string =>
  element.getElementsByTagName(name)[0]?.textContent ?? ''

/** The text of an element, or its elements, canonical. */
function contentOf(element: Element | undefined): string {
  const nodes = Array.from(element?.childNodes ?? [])
  const elements = nodes.filter((node) => node.nodeType === 1) as Element[]
  if (elements.length === 0) return element?.textContent ?? ''
  return elements.map((one) => new ExclusiveCanonicalization().process(one, {})).join('')
}

try {
  process.exitCode = await main(positionals)
} catch (error) {
  say('not trusted or not sent', (error as Error).message)
  process.exitCode = 1
}
