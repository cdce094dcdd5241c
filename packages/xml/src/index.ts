export { arnaEngine, scan } from './arna-engine.ts'
export { canonicalBytes } from './canonical-bytes.ts'
export {
  type CanonicalMethod,
  type CanonicalOptions,
  defaultXmlLimits,
  type XmlAttribute,
  type XmlDocument,
  type XmlElement,
  type XmlEngine,
  XmlError,
  type XmlErrorCode,
  type XmlLimits,
} from './document.ts'
export { loadXmlEngine } from './engine.ts'
export { loadSchemaCompiler } from './load-schema-compiler.ts'
export {
  type CompiledSchema,
  type CompileSchema,
  SchemaError,
  type SchemaFile,
  type SchemaProblem,
  type SchemaSubject,
} from './schema.ts'
export { escapeAttribute, escapeText } from './write.ts'
