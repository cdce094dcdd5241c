import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test('a billion laughs are refused before the first one', async () => {
  const levels = Array.from(
    { length: 10 },
    (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`,
  )
  const doctype = `<!DOCTYPE a [<!ENTITY l0 "ha">${levels.join('')}]>`
  const text = signedRequest().replace('<soap:Envelope', `${doctype}$&`)
  await refuses(text.replace('850505300456', '&l10;'), 'xml-doctype-refused')
})
