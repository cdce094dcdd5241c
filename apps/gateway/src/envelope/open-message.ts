import { openEnvelope, readSendMessage, type SoapVersion } from '@arna/message'
import type { XmlEngine } from '@arna/xml'
import type { Opened, Received } from '../exchange.ts'

export interface Opening {
  readonly xml: XmlEngine
}

/**
 * Bytes become an envelope whose structure is right. What it says is still only claimed. `speaks` hears the version of
 * SOAP as soon as it is known: a message that is refused afterwards is refused in that version.
 */
export function openMessage(
  received: Received,
  { xml }: Opening,
  speaks: (soap: SoapVersion) => void,
): Opened {
  const document = xml.scan(received.bytes, {
    maxBytes: received.registry.largestMessageBytes,
  })
  const envelope = openEnvelope(document)
  speaks(envelope.soap)
  return { ...received, document, envelope, claimed: readSendMessage(envelope.body) }
}
