import type { IncomingMessage } from 'node:http'

/** Real clients send ten; proxies add another ten. Those beyond two thousand node:http leaves out without a word. */
const mostHeaders = 100

/** RFC 9110 §5.3: where two of them stand, two readers would believe different ones. */
const single: ReadonlySet<string> = new Set(['host', 'content-type', 'soapaction'])

export interface HeadRefusal {
  readonly status: 400 | 431
  readonly sentence: string
}

/** What is wrong with the head of a request before anybody asks what it is for. */
export function refuseHead({ rawHeaders, httpVersion }: IncomingMessage): HeadRefusal | undefined {
  const count = rawHeaders.length / 2
  if (count > mostHeaders) {
    return { status: 431, sentence: `The request has more than ${mostHeaders} headers.` }
  }
  const seen = new Set<string>()
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!.toLowerCase()
    if (!single.has(name)) continue
    if (seen.has(name)) return { status: 400, sentence: `The header ${name} stands twice.` }
    seen.add(name)
  }
  if (httpVersion === '1.1' && !seen.has('host')) {
    return { status: 400, sentence: 'The header host is missing.' }
  }
  return undefined
}
