import { openEnvelope, type ShepEnvelope } from '@arna/message'
import type { XmlElement, XmlEngine } from '@arna/xml'
import type { Opened, Received, Saying } from '../exchange.ts'

export interface Opening {
  readonly xml: XmlEngine
}

/**
 * Bytes become an envelope whose structure is right. What it says is still only claimed. `speaks` hears of the
 * envelope as soon as it is known: a message that is refused afterwards is refused in its version of SOAP.
 */
export function openMessage<Message extends Saying>(
  received: Received,
  { xml }: Opening,
  speaks: (envelope: ShepEnvelope) => void,
  read: (body: XmlElement) => Message,
): Opened<Message> {
  const document = xml.scan(received.bytes, {
    maxBytes: received.registry.largestMessageBytes,
  })
  const envelope = openEnvelope(document)
  speaks(envelope)
  return { ...received, document, envelope, claimed: read(envelope.body) }
}
