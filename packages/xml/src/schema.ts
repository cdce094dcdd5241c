/** XSD 1.0 of a service: the first file is the entry, the others are imported or included by their names. */
export interface SchemaFile {
  readonly name: string
  readonly text: string
}

export type SchemaSubject =
  /** A document as its bytes stand; its root must be an element of the schema. */
  | { readonly kind: 'document'; readonly bytes: Uint8Array }
  /**
   * One element taken out of a document: `typed` when it names its type of the schema by xsi:type, `content` when the one
   * element inside it must be of the schema.
   */
  | {
      readonly kind: 'typed' | 'content'
      readonly bytes: Uint8Array
      /** What it inherited: prefix → namespace, never the default one. */
      readonly namespaces: ReadonlyMap<string, string>
    }

export interface SchemaProblem {
  /** The path of the element from the outermost one that was given: names as they stand there, numbers as in XPath. */
  readonly path: string
  /** Counted from 1 in the bytes that were given. */
  readonly line: number
  /** What libxml2 says, without the value that it found. */
  readonly message: string
}

/** The files are no schema, or name others that are not there. The message is a sentence for whoever wrote them. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError'
}

/** A schema in the memory of libxml2, which is only freed by `dispose`. */
export interface CompiledSchema {
  /**
   * The first problems; none when the subject is valid. It must have been scanned before: DTDs and limits are the scanner's. The time that
   * it takes is not bounded by the size: patterns and very many mistakes are dear. Call it where that harms nobody.
   */
  validate(subject: SchemaSubject): SchemaProblem[]
  dispose(): void
}

/** Throws SchemaError. Nothing but the files is read, whatever they name. */
export type CompileSchema = (files: readonly SchemaFile[]) => CompiledSchema
