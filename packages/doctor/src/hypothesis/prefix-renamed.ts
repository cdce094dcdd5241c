import { type BodyHypothesis, rewritten } from './hypothesis.ts'

/** What toolkits call SOAP, and what they call the namespace of the operation. */
const soapPrefixes = ['soap', 'soapenv', 'SOAP-ENV', 'S', 's', 'env', 'soap12', 'e']
const contentPrefixes = [
  'ns2',
  'ns1',
  'ns3',
  'ns4',
  'ns0',
  'typ',
  'tns',
  'v10',
  'm',
  'n1',
  'q1',
  'ser',
  'types',
]

/** A library read the message and wrote it again with prefixes of its own. */
export const prefixRenamed: BodyHypothesis = {
  code: 'prefix-renamed',
  isCostly: true,
  *guesses(patient) {
    const { body, text } = patient
    const content = body.children()[0]
    for (const prefix of soapPrefixes) {
      if (prefix === body.prefix) continue
      const renamed = renamedBody(text, body.prefix, prefix, body.namespace)
      yield* rewritten(patient, [[renamed, { prefix, now: body.prefix }]])
    }
    if (content === undefined || content.prefix === '' || content.prefix === body.prefix) return
    for (const prefix of contentPrefixes) {
      if (prefix === content.prefix) continue
      const renamed = renamedInside(text, content.prefix, prefix, content.namespace)
      yield* rewritten(patient, [[renamed, { prefix, now: content.prefix }]])
    }
  },
}

function renamedBody(text: string, from: string, to: string, namespace: string): string {
  const name = from === '' ? 'Body' : `${from}:Body`
  return text
    .replace(`<${name}`, () => `<${to}:Body xmlns:${to}="${namespace}"`)
    .replace(new RegExp(`</${literal(name)}(\\s*)>$`), `</${to}:Body$1>`)
}

/** Every tag of the prefix; its declaration may stand outside of the Body, so the element gets one of its own. */
function renamedInside(text: string, from: string, to: string, namespace: string): string {
  const declared = new RegExp(`xmlns:${literal(from)}\\s*=\\s*(["'])${literal(namespace)}\\1`, 'g')
  const tags = new RegExp(`<(/?)${literal(from)}:`, 'g')
  const here = declared.test(text)
  const renamed = text.replaceAll(tags, `<$1${to}:`)
  return here
    ? renamed.replaceAll(declared, `xmlns:${to}="${namespace}"`)
    : renamed.replace(new RegExp(`<${to}:[^\\s<>/]+`), (tag) => `${tag} xmlns:${to}="${namespace}"`)
}

const literal = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]/gu, String.raw`\$&`)
