import { test } from 'vitest'
import { envelope, forge, security } from '../../live/forge.ts'
import { accepts, refuses } from '../../live/speak.ts'

test.each(['actor="urn:somebody"', 'actor="http://schemas.xmlsoap.org/soap/actor/none"'])(
  'wsse:Security with %s does not count',
  async (actor) => {
    const header = security('{signature}', ` soap:${actor}`)
    await refuses(forge(envelope({ header })), 'signature-missing')
  },
)

test('wsse:Security for the next receiver counts', async () => {
  const header = security('{signature}', ' soap:actor="http://schemas.xmlsoap.org/soap/actor/next"')
  await accepts(forge(envelope({ header })))
})
