import { expect, test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each(['SYSTEM "file:///etc/passwd"', 'PUBLIC "a" "http://127.0.0.1:9/a"'])(
  'an entity from %s is refused, and nothing of it is told',
  async (place) => {
    const doctype = `<!DOCTYPE a [<!ENTITY secret ${place}>]>`
    const text = signedRequest({ payload: '<a>@</a>' })
      .replace('<soap:Envelope', `${doctype}$&`)
      .replace('@', '&secret;')
    const answer = await refuses(text, 'xml-doctype-refused')
    expect(answer.text).not.toMatch(/root:|passwd/)
  },
)
