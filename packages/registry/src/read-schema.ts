import type { Reading } from './reading.ts'
import { isWhole } from './is-whole.ts'
import { checkeds, type PayloadSchema } from './words.ts'

type SchemaFile = PayloadSchema['files'][number]

const mostFiles = 100
const largestFile = 1024 * 1024

/** XSD as texts; their names are those by which they import and include each other. */
export function readSchema(reading: Reading): PayloadSchema | undefined {
  const member = reading.members(['files', 'checks'])
  if (member === undefined) return undefined
  const files: readonly (SchemaFile | undefined)[] = member('files').items().map(readFile)
  const checks = member('checks').oneOf(checkeds, 'both')
  if (checks === undefined || !isWhole(files)) return undefined
  if (checks === 'none') {
    return member('checks').problem('write request, answer or both, or leave the schema out')
  }
  if (files.length === 0 || files.length > mostFiles) {
    return member('files').problem(`write 1 to ${mostFiles} XSD files`)
  }
  const names = files.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) return member('files').problem(`${twice} stands here twice`)
  return { files, checks }
}

function readFile(reading: Reading): SchemaFile | undefined {
  const member = reading.members(['name', 'text'])
  if (member === undefined) return undefined
  const name = member('name').text()
  const { value: text } = member('text')
  if (name === undefined) return undefined
  if (/\\|^\/|^[a-z][a-z0-9+.-]*:|(?:^|\/)\.{1,2}(?:\/|$)/i.test(name)) {
    return member('name').problem(
      'write a name below the folder of the first XSD file, such as person.xsd or parts/name.xsd',
    )
  }
  if (typeof text !== 'string' || text === '') return member('text').problem('write the XSD')
  if (text.length > largestFile) {
    return member('text').problem(`an XSD file has at most ${largestFile} characters`)
  }
  // The text is what it is; whoever reads it by another declared encoding would read something else.
  const [, encoding] = /^<\?xml[^>]*?encoding\s*=\s*["']([^"']*)/.exec(text) ?? []
  if (encoding !== undefined && !/^utf-8$/i.test(encoding)) {
    return member('text').problem(`${name} declares the encoding ${encoding}: save it in UTF-8`)
  }
  if (/<!DOCTYPE/i.test(text)) {
    return member('text').problem(`take the DOCTYPE out of ${name}: an XSD needs none`)
  }
  return { name, text }
}
