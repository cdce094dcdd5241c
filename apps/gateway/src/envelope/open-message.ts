import { openEnvelope, type SoapVersion } from '@arna/message'
import type { XmlElement, XmlEngine } from '@arna/xml'
import type { Opened, Received, Saying } from '../exchange.ts'

export interface Opening {
  readonly xml: XmlEngine
}

/**
 * Bytes become an envelope whose structure is right. What it says is still only claimed. `speaks` hears the version of
 * SOAP as soon as it is known: a message that is refused afterwards is refused in that version.
 */
export function openMessage<Message extends Saying>(
  received: Received,
  { xml }: Opening,
  speaks: (soap: SoapVersion) => void,
  read: (body: XmlElement) => Message,
): Opened<Message> {
  const document = xml.scan(received.bytes, {
    maxBytes: received.registry.largestMessageBytes,
  })
  const envelope = openEnvelope(document)
  speaks(envelope.soap)
  return { ...received, document, envelope, claimed: read(envelope.body) }
}
