import type { XmlElement } from '@arna/xml'
import { namespaces } from '../namespaces.ts'
import { SignatureError } from '../signature-error.ts'
import type { SoapEnvelope } from './soap-envelope.ts'

const { soap11, soap12, wsse } = namespaces

/** Who every receiver is, whatever it is called: the header is for us when it names one of these or nobody. */
export const anyReceiver = new Set([
  '',
  'http://schemas.xmlsoap.org/soap/actor/next',
  `${soap12}/role/next`,
  `${soap12}/role/ultimateReceiver`,
])

/** The actor (SOAP 1.1) or role (SOAP 1.2) that a header is for; '' when it names none. */
export function actorOf(header: XmlElement): string {
  return header.attribute(soap11, 'actor') ?? header.attribute(soap12, 'role') ?? ''
}

export interface FoundSecurity {
  readonly security: XmlElement
  /** Whom the other Security headers are for. Nothing is read from those. */
  readonly otherActors: readonly string[]
}

/** The wsse:Security header that is for us; there may be one (WS-Security 1.1 §5). Throws SignatureError. */
export function findSecurity({ header }: SoapEnvelope): FoundSecurity {
  const mine: XmlElement[] = []
  const otherActors: string[] = []
  for (const child of header?.children() ?? []) {
    if (child.localName !== 'Security' || child.namespace !== wsse) continue
    const actor = actorOf(child)
    if (anyReceiver.has(actor)) mine.push(child)
    else otherActors.push(actor)
  }
  const [security, ...more] = mine
  if (more.length > 0) {
    throw new SignatureError('signature-ambiguous', 'the Header holds more than one wsse:Security')
  }
  if (security === undefined) {
    throw new SignatureError(
      'signature-missing',
      otherActors.length === 0
        ? 'the message is not signed: its Header holds no wsse:Security'
        : `the message is not signed for this receiver: its wsse:Security is for ${otherActors.map((actor) => JSON.stringify(actor)).join(', ')}`,
      {
        hint: 'sign soap:Body and put ds:Signature into soap:Header/wsse:Security without actor or role',
      },
    )
  }
  return { security, otherActors }
}
