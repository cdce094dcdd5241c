import { type Payload, payloadFrom } from '@arna/message'
import type { XmlElement } from '@arna/xml'
import type { Context } from './command.ts'
import { Failure, messageOf } from './failure.ts'

export function readPayload(bytes: Buffer, isText: boolean): Payload {
  try {
    return payloadFrom(isText ? bytes.toString() : bytes)
  } catch (error) {
    throw new Failure(
      isText
        ? `the payload cannot be sent as text: ${messageOf(error)}`
        : `the payload is not XML: ${messageOf(error)} (send it as text with --text)`,
    )
  }
}

/** XML as the bytes that came; a payload sent as text (xsi:type="xs:string") as that text. */
export function contentOf(data: XmlElement): Buffer {
  if (isText(data)) return Buffer.from(data.text())
  return Buffer.from(data.document.bytes.subarray(data.contentStart, data.contentEnd))
}

export const isText = (data: XmlElement): boolean => data.children().length === 0

/** To stdout, with a line end behind it. */
export function writeContent(content: Buffer, context: Context): void {
  if (content.length === 0) return
  context.write(content)
  if (content.at(-1) !== 0x0a) context.write('\n')
}
