import type { IncomingMessage } from 'node:http'

/** Real clients send ten; proxies add another ten. Those beyond two thousand node:http leaves out without a word. */
const mostHeaders = 100

/** RFC 9110 §5.3: where two of them stand, two readers would believe different ones. */
const single: ReadonlySet<string> = new Set(['host', 'content-type', 'soapaction'])

/** What is wrong with the head of a request before anybody asks what it is for, in a sentence. */
export function refuseHead({ rawHeaders, httpVersion }: IncomingMessage): string | undefined {
  const count = rawHeaders.length / 2
  if (count > mostHeaders) return `The request has more than ${mostHeaders} headers.\n`
  const seen = new Set<string>()
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!.toLowerCase()
    if (!single.has(name)) continue
    if (seen.has(name)) return `The header ${name} stands twice.\n`
    seen.add(name)
  }
  if (httpVersion === '1.1' && !seen.has('host')) return 'The header host is missing.\n'
  return undefined
}
