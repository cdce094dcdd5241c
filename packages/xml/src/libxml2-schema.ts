import { randomUUID } from 'node:crypto'
import * as libxml2 from 'libxml2-wasm'
import { scanDocument } from './arna-engine.ts'
import { XmlError } from './document.ts'
import { offering } from './libxml2-files.ts'
import { namedPath } from './named-path.ts'
import {
  type CompiledSchema,
  SchemaError,
  type SchemaFile,
  type SchemaProblem,
  type SchemaSubject,
} from './schema.ts'
import { escapeAttribute } from './write.ts'

const { ParseOption } = libxml2

/** No network, no entities from outside; limits are checked before. */
const parseOptions =
  ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_NO_SYS_CATALOG |
  ParseOption.XML_PARSE_HUGE |
  ParseOption.XML_PARSE_BIG_LINES

const largestFile = 8 * 1024 * 1024

/** See `CompileSchema`. */
export function compileSchema(files: readonly SchemaFile[]): CompiledSchema {
  const [entry] = files
  if (entry === undefined) throw new SchemaError('a schema has at least one file')
  const targets = files.map(scanned)
  const around = new Around(entry, targets[0] ?? '')
  const validator = withFiles([...files, { name: around.name, text: around.schema }], around.name)
  return {
    validate: (subject) => validate(validator, subject, around),
    dispose: () => validator.dispose(),
  }
}

/** The target namespace of a file that our scanner finds well-formed, and libxml2 will understand. */
function scanned({ name, text }: SchemaFile): string {
  try {
    const document = scanDocument(Buffer.from(text), { maxBytes: largestFile })
    for (let index = 0; index < document.elementCount; index++) {
      refuseOddLocation(name, document.element(index).attribute('', 'schemaLocation'))
    }
    return document.root.attribute('', 'targetNamespace') ?? ''
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    throw new SchemaError(`${name}: ${error.message}`)
  }
}

/** What is not plainly a URI libxml2 passes over in silence, and the schema would then say less than it seems to. */
function refuseOddLocation(file: string, location: string | undefined): void {
  if (location === undefined || /^[\w.~:/-]+$/.test(location)) return
  throw new SchemaError(
    `${file}: the schemaLocation ${JSON.stringify(location)} must be a name of Latin letters, digits and . _ - /`,
  )
}

/**
 * Our own schema around theirs: libxml2 takes an element by its xsi:type only inside another one. The namespace is made
 * anew each time, so that nobody can write a document of that schema himself.
 */
class Around {
  readonly name = `${randomUUID()}.xsd`
  readonly namespace = `urn:uuid:${randomUUID()}`
  readonly schema: string
  constructor(entry: SchemaFile, target: string) {
    const location = `schemaLocation="${escapeAttribute(entry.name)}"`
    const reference =
      target === ''
        ? `<xs:import ${location}/>`
        : `<xs:import namespace="${escapeAttribute(target)}" ${location}/>`
    this.schema =
      `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${this.namespace}">${reference}` +
      '<xs:element name="around"><xs:complexType><xs:sequence><xs:any namespace="##any" processContents="lax"/>' +
      '</xs:sequence></xs:complexType></xs:element></xs:schema>'
  }

  write(bytes: Uint8Array, namespaces: ReadonlyMap<string, string>): Buffer {
    let prefix = 'around'
    while (namespaces.has(prefix)) prefix += '1'
    const declarations = [...namespaces, [prefix, this.namespace] as const]
      .map(([name, uri]) => ` xmlns:${name}="${escapeAttribute(uri)}"`)
      .join('')
    return Buffer.concat([
      Buffer.from(`<${prefix}:around${declarations}>`),
      bytes,
      Buffer.from(`</${prefix}:around>`),
    ])
  }
}

function withFiles(files: readonly SchemaFile[], entry: string): libxml2.XsdValidator {
  const { value, missing } = offering(files, () => {
    const text = files.find(({ name }) => name === entry)!.text
    const document = libxml2.XmlDocument.fromString(text, { url: entry, option: parseOptions })
    try {
      return libxml2.XsdValidator.fromDoc(document)
    } catch (error) {
      if (!(error instanceof libxml2.XmlError)) throw error
      return new SchemaError(`it is no schema: ${saidOf(error)}`)
    } finally {
      document.dispose()
    }
  })
  if (missing.length > 0) {
    if (!(value instanceof SchemaError)) value.dispose()
    const names = missing.map((name) => JSON.stringify(name)).join(', ')
    throw new SchemaError(`it imports ${names}, which is none of its files`)
  }
  if (value instanceof SchemaError) throw value
  return value
}

/** The first things that libxml2 has to say. */
function saidOf(error: libxml2.XmlError): string {
  const details = error instanceof libxml2.XmlLibError ? error.details : []
  const said = details.map(({ message, file, line }) => {
    const place = file === undefined ? '' : ` (${file}, line ${line})`
    return `${withoutEnd(message)}${place}`
  })
  return said.slice(0, 3).join('; ') || withoutEnd(error.message)
}

function validate(
  validator: libxml2.XsdValidator,
  subject: SchemaSubject,
  around: Around,
): SchemaProblem[] {
  const isWhole = subject.kind === 'document'
  const bytes = isWhole ? subject.bytes : around.write(subject.bytes, subject.namespaces)
  let document: libxml2.XmlDocument | undefined
  try {
    document = libxml2.XmlDocument.fromBuffer(bytes, { option: parseOptions })
    if (subject.kind === 'content') validator.validate(elementIn(elementIn(document.root)))
    else validator.validate(document)
    return []
  } catch (error) {
    if (error instanceof libxml2.XmlValidateError && document !== undefined) {
      return problemsOf(error, document, isWhole)
    }
    if (!(error instanceof libxml2.XmlError)) throw error
    return [{ path: '/', line: 1, message: 'it is more than the checker can bear' }]
  } finally {
    document?.dispose()
  }
}

/** Who mends the first few finds the others himself. */
const mostProblems = 5

/** The first element inside; the caller has seen to it that there is one. */
function elementIn(parent: libxml2.XmlElement): libxml2.XmlElement {
  let node = parent.firstChild
  while (node !== null && !(node instanceof libxml2.XmlElement)) node = node.next
  if (node === null) throw new TypeError('the element holds no element')
  return node
}

function problemsOf(
  error: libxml2.XmlValidateError,
  document: libxml2.XmlDocument,
  isWhole: boolean,
): SchemaProblem[] {
  return error.details.slice(0, mostProblems).map(({ message, line, xpath = '/' }) => {
    const path = namedPath(document, xpath)
    return {
      path: isWhole ? path : path.replace(/^\/[^/]+(?=\/)/, ''),
      line,
      message: withoutValue(withoutEnd(message)),
    }
  })
}

const withoutEnd = (message: string): string => message.trim().replace(/\.$/, '')

/** What was found may be anybody's name or number: it belongs into no fault and no journal. */
const withoutValue = (message: string): string =>
  message
    .replace(/The value '[^]*'(?= (?:is|has|does) )/, 'The value')
    .replace(/(: |^)'[^]*'(?= is not a valid value of )/, '$1what stands there')
    .replace(/(key-sequence )\[[^]*\]/, '$1[…]')
