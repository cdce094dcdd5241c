import { diag } from 'libxml2-wasm'
import { afterAll, expect, test } from 'vitest'
import { canonicalBytes, loadXmlEngine, XmlError } from './index.ts'

afterAll(() => diag.configure({ enabled: false }))

test('the engine libxml2 leaves nothing behind, whether a document is read, refused or canonicalised', async () => {
  const engine = await loadXmlEngine('libxml2') // its two compiled paths stay for good, and are not counted
  diag.configure({ enabled: true })
  const document = engine.scan(Buffer.from('<a xmlns:p="urn:p"><p:b/><c/></a>'))
  const element = document.element(1)
  canonicalBytes(document, { method: 'exc-c14n', inclusivePrefixes: ['p'] })
  canonicalBytes(document, { method: 'c14n', element })
  canonicalBytes(document, { method: 'c14n', omit: element })
  // Only libxml2 refuses this: the namespace is no URI.
  expect(() => engine.scan(Buffer.from('<a xmlns="urn:ә"/>'))).toThrow(XmlError)
  const failure = new Error('the disk is full')
  const write = (): void => {
    throw failure
  }
  expect(() => document.canonicalize({ method: 'c14n' }, write)).toThrow(failure)
  expect(diag.report()).toEqual({})
})
