import { isUtf8 } from 'node:buffer'
import type { XmlDocument } from '@arna/xml'
import type { Finding } from '../diagnosis.ts'
import { finding } from '../finding.ts'

/** What a file is that the gateway cannot read, judged by its beginning. */
export function explainUnreadable(bytes: Uint8Array): Finding[] {
  const head = Buffer.from(bytes.subarray(0, 4096))
  const kind = kindOf(head)
  if (kind !== undefined) return [finding('not-xml', { kind })]
  const text = head.toString('latin1')
  if (/^(?:(?:GET|POST|PUT) \S{1,2000} HTTP\/\d|HTTP\/\d(?:\.\d)? \d{3})/.test(text)) {
    return [finding('http-headers-in-file')]
  }
  if (/^\s+<\?xml/.test(text)) return [finding('space-before-declaration')]
  if (!isUtf8(bytes)) return [finding('not-utf-8', { charset: charsetOf(bytes) })]
  return []
}

const kinds: readonly [kind: string, is: (head: Buffer, text: string) => boolean][] = [
  ['–', (head) => head.length === 0],
  ['gzip', (head) => head[0] === 0x1f && head[1] === 0x8b],
  ['ZIP', (head) => head.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))],
  [
    'UTF-16',
    (head) =>
      head.length > 1 && (head[0] === 0xff || head[0] === 0xfe || head[0] === 0 || head[1] === 0),
  ],
  ['HTML', (_, text) => /^\s*<(?:!doctype html|html)/i.test(text)],
  ['JSON', (_, text) => /^\s*[{[]/.test(text)],
  ['&lt;…&gt;', (_, text) => /^\s*&lt;/.test(text)],
  ['MIME multipart', (_, text) => /^\s*--\S+\r?\nContent-/i.test(text)],
  ['base64', (_, text) => text.length > 40 && isBase64OfMarkup(text)],
]

const kindOf = (head: Buffer): string | undefined =>
  kinds.find(([, is]) => is(head, head.toString('latin1')))?.[0]

const isBase64OfMarkup = (text: string): boolean =>
  /^[A-Za-z0-9+/=\s]+$/.test(text) && /^\s*</.test(Buffer.from(text, 'base64').toString('latin1'))

/** Letters of windows-1251 lie above 0xBF, those of IBM 866 below 0xB0. */
function charsetOf(bytes: Uint8Array): string {
  let high = 0
  let middle = 0
  for (const byte of bytes.subarray(0, 65_536)) {
    if (byte >= 0xc0) high++
    else if (byte >= 0x80 && byte <= 0xaf) middle++
  }
  return high >= middle ? 'windows-1251' : 'IBM 866'
}

const syncTypes = 'http://bip.bee.kz/SyncChannel/v10/Types'

/** A readable message that is no request of the synchronous channel. */
export function explainContent({ root }: XmlDocument): Finding[] {
  if (root.localName !== 'Envelope') return []
  const body = root.children().find(({ localName }) => localName === 'Body')
  const content = body?.children()[0]
  if (content === undefined || content.localName === 'SendMessage') return []
  return [finding('not-a-request', { name: content.localName, namespace: syncTypes })]
}
