import { test } from 'vitest'
import { envelope, forge, ns, security, sendMessage } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

test.each(['wsu:Id', 'Id', 'ID', 'id', 'xml:id', 'a:Id'])(
  'the id of the Body as %s of a header is refused',
  async (attribute) => {
    const decoy = `<a:decoy xmlns:a="urn:a" xmlns:wsu="${ns.wsu}" ${attribute}="body"/>`
    await refuses(forge(envelope({ header: decoy + security() })), 'signature-ambiguous')
  },
)

test('the id of the Body inside its payload is refused', async () => {
  const body = sendMessage({ payload: '<a Id="body"/>' })
  await refuses(forge(envelope({ body })), 'signature-ambiguous')
})
