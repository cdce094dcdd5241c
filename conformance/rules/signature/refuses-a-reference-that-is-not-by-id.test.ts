import { test } from 'vitest'
import { envelope, forge } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

test.each([
  ['to the whole document', 'URI=""'],
  ['without a URI', ''],
  ['to nothing', 'URI="#"'],
  ['over http', 'URI="http://attacker.example/body.xml"'],
  ['to a file', 'URI="file:///etc/passwd"'],
  ['to a file with a fragment', 'URI="message.xml#body"'],
  ['by XPointer', 'URI="#xpointer(/)"'],
  ['by XPointer to an id', `URI="#xpointer(id('body'))"`],
  ['by element()', 'URI="#element(/1/2)"'],
  ['to an attachment', 'URI="cid:body"'],
  ['to an id that nothing has', 'URI="#nobody"'],
  ['with white space', 'URI="#body "'],
  ['with an escaped id', 'URI="#b%6Fdy"'],
  ['by an attribute of another namespace', `xmlns:a="urn:a" a:URI="#body"`],
])('a reference %s is refused', async (_what, uri) => {
  await refuses(forge(envelope(), { references: [{ uri }] }), 'signature-not-over-body')
})
