import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { canonicalBytes, loadXmlEngine, type XmlElement } from './index.ts'

/** Messages made by other systems; they are not ours to give away, so they may be missing. */
const vectors = fileURLToPath(new URL('../../../../shared/vectors/', import.meta.url))
const missing = !existsSync(vectors)
const note = missing ? ' (not run: the vectors are not on this machine)' : ''
if (missing) console.log('genuine messages: not run, the vectors are not on this machine')

const signatureNamespace = 'http://www.w3.org/2000/09/xmldsig#'

function descendants(root: XmlElement): XmlElement[] {
  const { document } = root
  return Array.from({ length: document.elementCount }, (_, index) => document.element(index))
}

describe.skipIf(missing).each(['arna', 'libxml2'] as const)(
  `genuine messages, read by %s${note}`,
  async (name) => {
    const engine = await loadXmlEngine(name)

    test.each([
      'shep/nitec-request-gost2004.xml',
      'shep/nitec-response-gost2004.xml',
      'shep/wsse-rsa.xml',
      'smev/fss-good-request.xml',
      'smev/smev-1-reindented-invalid.xml',
      'smev/smev-3.xml',
    ])('%s is read', (file) => {
      const { root } = engine.scan(readFileSync(vectors + file))
      expect(root.localName).toBe('Envelope')
    })

    test('the Body of the RSA message has the digest that was signed', () => {
      const { root } = engine.scan(readFileSync(`${vectors}shep/wsse-rsa.xml`))
      const found = descendants(root)
      const digest = found.find(
        ({ namespace, localName }) =>
          namespace === signatureNamespace && localName === 'DigestValue',
      )
      const reference = found.find(
        ({ namespace, localName }) => namespace === signatureNamespace && localName === 'Reference',
      )
      const id = reference!.attribute('', 'URI')!.slice(1)
      const [element] = root.document.ids().get(id)!
      const bytes = canonicalBytes(root.document, { method: 'exc-c14n', element: element! })
      expect(createHash('sha256').update(bytes).digest('base64')).toBe(digest!.text())
    })
  },
)
