import { namespaces } from '../namespaces.ts'

export interface EnvelopeContent {
  /**
   * What stands inside soap:Body, one piece after another: well-formed, and declaring every prefix but `soap`.
   * Strings are written as UTF-8.
   */
  readonly content: readonly (string | Uint8Array)[]
  /** 1.1 when left out. */
  readonly soap?: '1.1' | '1.2'
}

/** An envelope without a signature, as for faults to strangers. */
export function writeEnvelope({ content, soap = '1.1' }: EnvelopeContent): Buffer {
  return joined([envelopeStart[soap], '<soap:Body>', ...content, envelopeEnd])
}

export const envelopeStart = {
  '1.1': `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="${namespaces.soap11}">`,
  '1.2': `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="${namespaces.soap12}">`,
}

export const envelopeEnd = '</soap:Body></soap:Envelope>'

export function joined(parts: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)))
}
