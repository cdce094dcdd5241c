import { scan } from '@arna/xml'
import { expect, test } from 'vitest'
import { envelope, forge, named, ns, sendMessage } from '../../live/forge.ts'
import { accepts } from '../../live/speak.ts'

test('data that inherits a default namespace stays in it', async () => {
  const body = sendMessage({ payload: '<a><b xmlns=""/></a>' })
    .replaceAll('ns2:SendMessage', 'SendMessage')
    .replace('xmlns:ns2=', 'xmlns=')
  const { delivered, text } = await accepts(forge(envelope({ body })))
  for (const bytes of [delivered, text]) {
    const document = scan(Buffer.from(bytes))
    expect(['data', 'a', 'b'].map((name) => named(name)(document).namespace)).toEqual([
      ns.types,
      ns.types,
      '',
    ])
  }
})
