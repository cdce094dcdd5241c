import { createHash } from 'node:crypto'
import { canonicalBytes, type CanonicalMethod, type XmlDocument, type XmlElement } from '@arna/xml'
import type { Command } from '../command.ts'
import { Failure, UsageError } from '../failure.ts'
import { readDocument, shown } from '../files.ts'

const methods: Record<'exc' | 'inc', CanonicalMethod> = { exc: 'exc-c14n', inc: 'c14n' }

/** `arna c14n`: the bytes that a signature would be computed over. */
export const c14n: Command = {
  name: 'c14n',
  summary: 'canonical bytes of a document or of one element',
  words: 'FILE|-',
  wordCount: [1, 1],
  options: {
    method: { value: 'exc|inc', help: 'Exclusive C14N 1.0, or Canonical XML 1.0' },
    comments: { help: 'with comments' },
    prefixes: {
      value: '"a b"',
      help: 'PrefixList of the exclusive method; #default is the default namespace',
    },
    id: { value: 'ID', help: 'only the element with this wsu:Id, Id, ID or xml:id' },
  },
  examples: [
    ['arna c14n message.xml --method exc', 'the whole document'],
    [
      'arna c14n message.xml --method exc --id id-1 | sha256sum',
      'what stands in DigestValue, in hex',
    ],
    ['arna c14n - --method inc --comments < a.xml', 'Canonical XML 1.0 with comments'],
  ],
  async run(given, context) {
    const [file = '-'] = given.positionals
    const method = given.oneOf('method', ['exc', 'inc'])
    if (method === undefined) throw new UsageError('--method is missing: exc or inc')
    const prefixes = given
      .text('prefixes')
      ?.split(/\s+/)
      .filter((prefix) => prefix !== '')
    if (prefixes !== undefined && method === 'inc') {
      throw new UsageError('--prefixes belongs to --method exc')
    }
    const document = await readDocument(file, context, 'XML')
    const id = given.text('id')
    const bytes = canonicalBytes(document, {
      method: methods[method],
      comments: given.flag('comments'),
      ...(prefixes && { inclusivePrefixes: prefixes }),
      ...(id !== undefined && { element: elementById(document, id, shown(file)) }),
    })
    if (!context.json) context.write(bytes)
    else {
      const sha256 = createHash('sha256').update(bytes).digest('base64')
      context.write(`${JSON.stringify({ canonical: bytes.toString(), sha256 })}\n`)
    }
    return 0
  },
}

/** The one element with this id; several would leave open which is meant. */
export function elementById(document: XmlDocument, id: string, file: string): XmlElement {
  const [element, ...more] = document.ids().get(id) ?? []
  if (element === undefined) throw new Failure(`no element of ${file} has the id ${id}`)
  if (more.length > 0) throw new Failure(`${more.length + 1} elements of ${file} have the id ${id}`)
  return element
}
