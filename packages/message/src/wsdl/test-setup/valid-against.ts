import {
  XmlBufferInputProvider,
  XmlDocument,
  xmlCleanupInputProvider,
  xmlRegisterInputProvider,
  XsdValidator,
} from 'libxml2-wasm'
import { afterAll, beforeAll } from 'vitest'
import { contractFile, listContractFiles } from '../contract-files.ts'

/**
 * Compiles some of our schemas with libxml2, for the tests of the block around it. The function throws what is wrong with a
 * document, by the first schema unless told.
 */
export function validAgainst<Name extends string>(
  ...schemas: readonly [Name, ...Name[]]
): (document: string, schema?: Name) => void {
  const validators = new Map<Name, XsdValidator>()
  beforeAll(() => {
    const files = listContractFiles().filter((name) => /^by-namespace\/.*\.xsd$/.test(name))
    xmlRegisterInputProvider(
      new XmlBufferInputProvider(
        Object.fromEntries(files.map((name) => [name, Buffer.from(contractFile(name)!)])),
      ),
    )
    for (const name of schemas) {
      const url = `by-namespace/${name}.xsd`
      using schema = XmlDocument.fromString(contractFile(url)!, { url })
      validators.set(name, XsdValidator.fromDoc(schema))
    }
  })
  afterAll(() => {
    for (const validator of validators.values()) validator.dispose()
    xmlCleanupInputProvider()
  })
  return (text, schema = schemas[0]) => {
    using document = XmlDocument.fromString(text)
    validators.get(schema)!.validate(document)
  }
}
