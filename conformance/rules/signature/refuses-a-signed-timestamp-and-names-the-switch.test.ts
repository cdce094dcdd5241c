import { expect, test } from 'vitest'
import { envelope, forge, named, security } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

const timestamp =
  '<wsu:Timestamp wsu:Id="time"><wsu:Created>2026-01-01T00:00:00Z</wsu:Created></wsu:Timestamp>'
const references = [{}, { uri: 'URI="#time"', of: named('Timestamp') }]

// Rules of integration, paragraph 55: the transport signature has no time stamp.
test('the fault tells how each library is taught', async () => {
  const text = forge(envelope({ header: security(`${timestamp}{signature}`) }), { references })
  const answer = await refuses(text, 'signature-timestamp')
  for (const hint of ['hasTimeStamp', 'WSS4J', 'WCF', 'zeep']) expect(answer.text).toContain(hint)
})
