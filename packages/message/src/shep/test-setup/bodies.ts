import { scan } from '@arna/xml'
import { type BodyContent, Fault, openEnvelope } from '../../index.ts'

// Only tests use this file.

const soap = 'http://schemas.xmlsoap.org/soap/envelope/'

export const textOf = (content: BodyContent): string =>
  content.map((part) => Buffer.from(part)).join('')

/** The Body of an envelope that binds the prefix `soap`, and what else is asked for. */
export const bodyWith = (content: BodyContent | string, declarations = '') =>
  openEnvelope(
    scan(
      Buffer.from(
        `<soap:Envelope xmlns:soap="${soap}"${declarations}><soap:Body>${typeof content === 'string' ? content : textOf(content)}</soap:Body></soap:Envelope>`,
      ),
    ),
  ).body

/** The code and detail of the Fault that a reader throws. */
export function refusal(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (error instanceof Fault) return error.message
    throw error
  }
  return 'nothing'
}
