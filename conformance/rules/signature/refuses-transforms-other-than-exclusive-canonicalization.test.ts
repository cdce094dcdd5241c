import { test } from 'vitest'
import { envelope, forge, ns, transform } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

const stylesheet =
  '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"/>'
const exclusive = transform(ns.exclusive)

test.each([
  [
    'XSLT',
    transform('http://www.w3.org/TR/1999/REC-xslt-19991116', stylesheet),
    'signature-algorithm-refused',
  ],
  [
    'XPath',
    transform('http://www.w3.org/TR/1999/REC-xpath-19991116', '<ds:XPath>true()</ds:XPath>'),
    'signature-algorithm-refused',
  ],
  [
    'XPath filter',
    transform('http://www.w3.org/2002/06/xmldsig-filter2'),
    'signature-algorithm-refused',
  ],
  ['base64', transform(`${ns.ds}base64`), 'signature-algorithm-refused'],
  ['enveloped', transform(`${ns.ds}enveloped-signature`), 'signature-algorithm-refused'],
  [
    'enveloped, then exclusive',
    transform(`${ns.ds}enveloped-signature`) + exclusive,
    'signature-malformed',
  ],
  ['exclusive twice', exclusive + exclusive, 'signature-malformed'],
  ['STR-Transform', transform(`${ns.wsse}#STR-Transform`), 'signature-algorithm-refused'],
  ['of no name', '<ds:Transform/>', 'signature-algorithm-refused'],
  ['none', '', 'signature-malformed'],
  ['an empty list', '<!-- nothing -->', 'signature-malformed'],
] as const)('%s', async (_what, transforms, code) => {
  await refuses(forge(envelope(), { references: [{ transforms }] }), code)
})
