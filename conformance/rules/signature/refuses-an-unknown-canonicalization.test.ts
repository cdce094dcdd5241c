import { test } from 'vitest'
import { canonicalizationMethod, envelope, forge } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

test.each([
  'http://www.w3.org/2006/12/xml-c14n11',
  'http://www.w3.org/TR/1999/REC-xslt-19991116',
  'urn:none',
  '',
])('SignedInfo in the form %j is refused', async (uri) => {
  const canonicalization = { xml: canonicalizationMethod(uri), method: 'exc-c14n' } as const
  await refuses(forge(envelope(), { canonicalization }), 'signature-algorithm-refused')
})
