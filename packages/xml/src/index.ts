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
// To come from the files beside: 
// export { arnaEngine, scan } from './scanner.ts'            // scan = arnaEngine.scan
// export { loadXmlEngine } from './engine.ts'                // (name: XmlEngine['name']) => Promise<XmlEngine>
// export { canonicalBytes } from './canonical-bytes.ts'      // (document, options) => Buffer
// export { escapeAttribute, escapeText } from './write.ts'   // (text: string) => string; canonical forms
