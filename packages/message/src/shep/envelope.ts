import type { XmlDocument, XmlElement } from '@arna/xml'
import { Fault } from '../fault.ts'
import { securityNamespace, soapNamespace, type SoapVersion } from './names.ts'

export interface ShepEnvelope {
  readonly soap: SoapVersion
  readonly header?: XmlElement
  /** Every wsse:Security of the header, whomever it is meant for. */
  readonly security: readonly XmlElement[]
  readonly body: XmlElement
}

/**
 * Takes a document as a SOAP envelope: one Header at most, then one Body, nothing else (SOAP 1.1 §4, SOAP 1.2
 * part 1 §5). Throws Fault 'soap-structure' or 'soap-must-understand'.
 */
export function openEnvelope(document: XmlDocument): ShepEnvelope {
  const { root } = document
  const soap = versionOf(root)
  if (document.hasProcessingInstruction) {
    throw wrong('a SOAP message must not contain processing instructions')
  }
  refuseText(root)
  const parts = root.children()
  const namespace = root.namespace
  const header = isNamed(parts[0], namespace, 'Header') ? parts.shift() : undefined
  const body = parts.shift()
  if (!isNamed(body, namespace, 'Body')) {
    throw wrong(
      body === undefined
        ? 'the Envelope has no Body'
        : `the Envelope must hold an optional Header and then the Body, but ${nameOf(body)} stands there`,
    )
  }
  if (parts[0] !== undefined) throw wrong(`${nameOf(parts[0])} stands after the Body`)
  if (header === undefined) return { soap, security: [], body }
  if (header.end - header.start > mostHeaderBytes) {
    throw wrong(`the Header is longer than ${mostHeaderBytes} bytes`)
  }
  return { soap, header, security: securityOf(header, soap), body }
}

/** A signature with its chain of certificates takes ten thousand. All of it is read before anybody has proved anything. */
const mostHeaderBytes = 256 * 1024

/** The single element inside the Body; throws Fault 'soap-structure' when there are none, several, or text. */
export function contentOfBody(body: XmlElement): XmlElement {
  refuseText(body)
  const [content, another] = body.children()
  if (content === undefined) throw wrong('the Body is empty')
  if (another !== undefined) throw wrong('the Body holds more than one element')
  return content
}

function versionOf(root: XmlElement): SoapVersion {
  if (root.localName === 'Envelope') {
    if (root.namespace === soapNamespace['1.1']) return '1.1'
    if (root.namespace === soapNamespace['1.2']) return '1.2'
  }
  throw wrong(`the root element must be the Envelope of SOAP 1.1 or 1.2, but it is ${nameOf(root)}`)
}

function securityOf(header: XmlElement, soap: SoapVersion): XmlElement[] {
  refuseText(header)
  const security: XmlElement[] = []
  for (const block of header.children()) {
    if (block.namespace === '') {
      throw wrong(`the header ${block.localName} is in no namespace (SOAP 1.1 §4.2)`)
    }
    if (isNamed(block, securityNamespace, 'Security')) security.push(block)
    else if (mustBeUnderstood(block, soap)) {
      throw new Fault('soap-must-understand', `the header ${nameOf(block)} is not known here`)
    }
  }
  return security
}

/** The gateway is the last receiver of the envelope and, as every node, the next one. */
const rolesOfOurs: Readonly<Record<SoapVersion, readonly string[]>> = {
  '1.1': ['', 'http://schemas.xmlsoap.org/soap/actor/next'],
  '1.2': [
    '',
    'http://www.w3.org/2003/05/soap-envelope/role/next',
    'http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver',
  ],
}

function mustBeUnderstood(block: XmlElement, soap: SoapVersion): boolean {
  const namespace = soapNamespace[soap]
  const flag = block.attribute(namespace, 'mustUnderstand')?.trim() ?? '0'
  if (!['0', '1', 'true', 'false'].includes(flag)) {
    throw wrong(`mustUnderstand of the header ${nameOf(block)} must be 0 or 1`)
  }
  const role = block.attribute(namespace, soap === '1.1' ? 'actor' : 'role')?.trim() ?? ''
  return (flag === '1' || flag === 'true') && rolesOfOurs[soap].includes(role)
}

function refuseText(element: XmlElement): void {
  if (element.text().trim() !== '') throw wrong(`text stands directly inside ${nameOf(element)}`)
}

function isNamed(
  element: XmlElement | undefined,
  namespace: string,
  localName: string,
): element is XmlElement {
  return element?.localName === localName && element.namespace === namespace
}

function nameOf(element: XmlElement): string {
  return `{${element.namespace.slice(0, 200)}}${element.localName.slice(0, 100)}`
}

const wrong = (detail: string): Fault => new Fault('soap-structure', detail)
