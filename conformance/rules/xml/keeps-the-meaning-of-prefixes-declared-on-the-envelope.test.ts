import { scan } from '@arna/xml'
import { expect, test } from 'vitest'
import { envelope, forge, named, sendMessage } from '../../live/forge.ts'
import { accepts } from '../../live/speak.ts'

test("a prefix and a QName in text still mean what they meant in the sender's envelope", async () => {
  const declarations =
    'xmlns:p="urn:p" xmlns:xs="urn:types" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
  const data = '<data xsi:type="xs:Request"><p:a b="p:c">p:d</p:a></data>'
  const text = forge(
    envelope({ body: sendMessage().replace(/<data>.*<\/data>/s, data) }).replace(
      '<soap:Envelope',
      `$& ${declarations}`,
    ),
  )
  const { delivered, text: answer } = await accepts(text)
  for (const bytes of [delivered, answer]) {
    expect(bytes).toContain(data)
    const found = named('data')(scan(Buffer.from(bytes))).namespacesInScope()
    expect([found.get('p'), found.get('xs')]).toEqual(['urn:p', 'urn:types'])
  }
})
