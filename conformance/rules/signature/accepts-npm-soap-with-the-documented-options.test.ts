import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClientAsync, WSSecurityCert } from 'soap'
import { expect, test } from 'vitest'
import { delivered, world } from '../../live/speak.ts'

type Options = ConstructorParameters<typeof WSSecurityCert>[3] & {}

/** As docs/protocol/clients.md writes them. */
const documented = {
  hasTimeStamp: false,
  signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  signatureTransformations: ['http://www.w3.org/2001/10/xml-exc-c14n#'],
} satisfies Options

async function send(options: Options) {
  const { key, certificate, password } = world.members.client
  const client = await createClientAsync(`${world.url}?wsdl`, { endpoint: world.url })
  client.setSecurity(new WSSecurityCert(key, certificate, '', options))
  const messageId = randomUUID()
  const requestInfo = {
    messageId,
    serviceId: 'Echo',
    messageDate: '2026-02-03T10:20:30+05:00',
    sender: { senderId: 'client', password },
  }
  const request = { requestInfo, requestData: { data: 'Қазақ <тіл> & тест' } }
  try {
    const [answer] = (await client['SendMessageAsync']({ request })) as unknown[]
    return { answer, delivered: await delivered(messageId) }
  } catch (error) {
    return { answer: String((error as { body?: unknown }).body ?? error), delivered: 'nothing' }
  }
}

test.each<[string, Options]>([
  ['all of them', documented],
  [
    'what the fault about several transforms advises',
    { hasTimeStamp: false, signatureTransformations: documented.signatureTransformations },
  ],
])('%s', async (_what, options) => {
  const heard = await send(options)
  expect(heard.answer).toMatchObject({
    response: { responseInfo: { status: { code: 'SCSS001' } } },
  })
  expect(heard.delivered).toContain('Қазақ &lt;тіл&gt; &amp; тест')
})

test.each<[string, Options, string]>([
  ['no options', {}, 'signature-timestamp'],
  ['hasTimeStamp alone', { hasTimeStamp: false }, 'signature-malformed'],
])('%s is refused, and the fault names the missing option', async (_what, options, code) => {
  const { answer } = await send(options)
  expect(answer).toContain(`<errorData>${code}: `)
  expect(answer).toContain(
    code === 'signature-timestamp' ? 'hasTimeStamp: false' : 'signatureTransformations: [',
  )
})

test('the page has these options', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/protocol/clients.md'), 'utf8')
  expect(page).toContain('hasTimeStamp: false,')
  expect(page).toContain(`signatureAlgorithm: '${documented.signatureAlgorithm}',`)
  expect(page).toContain(`signatureTransformations: ['${documented.signatureTransformations[0]}'],`)
})
