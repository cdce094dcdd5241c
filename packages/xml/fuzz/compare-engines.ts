import * as libxml2 from 'libxml2-wasm'
import {
  arnaEngine,
  canonicalBytes,
  type CanonicalOptions,
  type XmlDocument,
  XmlError,
} from '../src/index.ts'
import { libxml2Engine, parseOptions } from '../src/libxml2-engine.ts'
import { type Pick, randomRequest, type RandomRequest } from './random-document.ts'

const requestsPerDocument = 3

export interface Comparison {
  /** What the engines disagree about, in full; undefined when they agree. */
  readonly disagreement?: string
  readonly accepted: boolean
}

/** Compares verdict, elements and canonical forms of our engine and of libxml2 by itself. */
export function compareEngines(bytes: Buffer, pick: Pick): Comparison {
  const ours = verdict(() => arnaEngine.scan(bytes))
  const theirs = libxml2Refusal(bytes)
  if (typeof ours === 'string') {
    const strict = theirs === undefined && !stricter(ours, bytes)
    return strict
      ? { accepted: false, disagreement: `only libxml2 accepts (${ours}): ${show(bytes)}` }
      : { accepted: false }
  }
  if (theirs !== undefined) {
    // Namespaces in XML 1.0 makes no constraint of it that a namespace name has the syntax of a URI; libxml2 does.
    if (theirs.every((message) => message.includes('is not a valid URI'))) return { accepted: true }
    return { accepted: true, disagreement: `libxml2 refuses (${theirs.join()}): ${show(bytes)}` }
  }
  const second = verdict(() => libxml2Engine.scan(bytes))
  if (typeof second === 'string') {
    return { accepted: true, disagreement: `elements differ (${second}): ${show(bytes)}` }
  }
  for (let count = requestsPerDocument; count > 0; count--) {
    const request = randomRequest(pick, ours.elementCount)
    const one = canonicalText(ours, request)
    const two = canonicalText(second, request)
    if (one !== two && !two.startsWith(noCanonicalForm)) {
      const what = `${JSON.stringify(request)} of ${show(bytes)}`
      return { accepted: true, disagreement: `${what}\nours: ${one}\nlibxml2: ${two}` }
    }
  }
  return { accepted: true }
}

/** libxml2 does not escape namespaces, so our engine over it refuses to canonicalise some documents. */
const noCanonicalForm = 'XmlError: libxml2 has no canonical form'

/**
 * What we refuse and libxml2 may not: DOCTYPE, other encodings than UTF-8, our limits; and against XML 1.0
 * version "1." (production 26 wants a digit), and some `]]>` that lie across its 4000 byte window (production 14).
 */
function stricter(refusal: string, bytes: Buffer): boolean {
  if (!refusal.startsWith('xml-not-well-formed') || bytes.includes('<!DOCTYPE')) return true
  if (refusal.includes('"]]>" stands in text') && bytes.length > 3900) return true
  const start = bytes.toString('latin1', 0, 200)
  return /^(\xEF\xBB\xBF)?<\?xml\s+version\s*=\s*["']1\.["']/.test(start)
}

/** The messages of libxml2 by itself when it refuses a document. */
function libxml2Refusal(bytes: Uint8Array): string[] | undefined {
  try {
    libxml2.XmlDocument.fromBuffer(bytes, { option: parseOptions }).dispose()
    return undefined
  } catch (error) {
    if (!(error instanceof libxml2.XmlLibError)) throw error
    return error.details.filter(({ level }) => level > 1).map(({ message }) => message.trim())
  }
}

function verdict(read: () => XmlDocument): XmlDocument | string {
  try {
    return read()
  } catch (error) {
    if (error instanceof XmlError) return `${error.code}: ${error.message}`
    throw error
  }
}

function canonicalText(document: XmlDocument, request: RandomRequest): string {
  const options: CanonicalOptions = {
    method: request.method,
    comments: request.comments,
    inclusivePrefixes: request.inclusivePrefixes,
    ...(request.apex < 0 ? {} : { element: document.element(request.apex) }),
    ...(request.omit < 0 ? {} : { omit: document.element(request.omit) }),
  }
  try {
    return canonicalBytes(document, options).toString('latin1')
  } catch (error) {
    if (error instanceof XmlError) return String(error)
    throw error
  }
}

function show(bytes: Buffer): string {
  const text = JSON.stringify(bytes.toString())
  return text.includes('\uFFFD') ? `${text} (base64 ${bytes.toString('base64')})` : text
}
