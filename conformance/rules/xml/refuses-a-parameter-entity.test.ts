import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test('a parameter entity is refused', async () => {
  const doctype = '<!DOCTYPE a [<!ENTITY % remote SYSTEM "http://127.0.0.1:9/a.dtd"> %remote;]>'
  await refuses(signedRequest().replace('<soap:Envelope', `${doctype}$&`), 'xml-doctype-refused')
})
