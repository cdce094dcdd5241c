import type { XmlElement } from '@arna/xml'
import type { Values } from '../finding.ts'
import type { SignedBody } from '../signed-body.ts'
import { type BodyHypothesis, rewritten } from './hypothesis.ts'
import { payloadParts } from './payload-parts.ts'
import { renamePrefix } from './rename-prefix.ts'

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
    const { body } = patient
    yield* rewritten(patient, renamedBodies(patient))
    const content = body.children()[0]
    if (content === undefined || content.prefix === '' || content.prefix === body.prefix) return
    yield* rewritten(patient, renamedContents(patient.text, content))
    if (isCounted(body)) yield* rewritten(patient, renamedAll(patient, content))
  },
}

const wsu = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd'

/** ns0, ns1 …: ElementTree and others rename every prefix of a document. */
export const isCounted = ({ prefix }: XmlElement): boolean => /^ns\d{1,3}$/.test(prefix)

type Rewriting = readonly [text: string, values: Values]

function* renamedBodies({ body, text }: SignedBody): Generator<Rewriting> {
  for (const prefix of soapPrefixes) {
    if (prefix === body.prefix) continue
    yield [renamedBody(text, body, prefix), { prefix, now: body.prefix }]
  }
}

function* renamedContents(text: string, content: XmlElement): Generator<Rewriting> {
  for (const prefix of contentPrefixes) {
    if (prefix === content.prefix) continue
    const renamed = renamePrefix(text, content.prefix, prefix, content.namespace)
    yield [renamed, { prefix, now: content.prefix }]
  }
}

/** All at once: SOAP, the operation, the id, and the payload, which had the default namespace. */
function* renamedAll(patient: SignedBody, content: XmlElement): Generator<Rewriting> {
  const { body } = patient
  const text = withWsuId(withDefaultPayload(patient), body)
  for (const soap of soapPrefixes) {
    const outside = renamedBody(text, body, soap)
    for (const prefix of contentPrefixes) {
      const renamed = renamePrefix(outside, content.prefix, prefix, content.namespace)
      yield [
        renamed,
        { prefix: `${soap}, ${prefix}, …`, now: `${body.prefix}, ${content.prefix}, …` },
      ]
    }
  }
}

function renamedBody(text: string, { prefix, namespace }: XmlElement, to: string): string {
  const name = prefix === '' ? 'Body' : `${prefix}:Body`
  const end = text.lastIndexOf(`</${name}`)
  if (end === -1 || !text.startsWith(`<${name}`)) return text
  const inside = text.slice(1 + name.length, end)
  const after = text.slice(end + 2 + name.length)
  return `<${to}:Body xmlns:${to}="${namespace}"${inside}</${to}:Body${after}`
}

function withWsuId(text: string, body: XmlElement): string {
  const id = body.attributes().find(({ namespace }) => namespace === wsu)
  if (id === undefined || id.prefix === 'wsu') return text
  return text.replace(` ${id.prefix}:${id.localName}=`, ` xmlns:wsu="${wsu}" wsu:${id.localName}=`)
}

function withDefaultPayload({ body, text }: SignedBody): string {
  const parts = payloadParts(text)
  const prefix = /^\s*<([^\s<>:/]+):/.exec(parts?.inside ?? '')?.[1]
  const namespace = prefix && body.namespacesInScope().get(prefix)
  if (parts === undefined || !prefix || !namespace) return text
  return parts.before + renamePrefix(parts.inside, prefix, '', namespace) + parts.after
}
