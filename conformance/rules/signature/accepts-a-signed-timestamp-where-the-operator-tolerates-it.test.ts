import { test } from 'vitest'
import { envelope, forge, named, ns, security, sendMessage } from '../../live/forge.ts'
import { accepts, refuses } from '../../live/speak.ts'

const timestamp =
  '<wsu:Timestamp wsu:Id="time"><wsu:Created>2026-01-01T00:00:00Z</wsu:Created></wsu:Timestamp>'
const references = [{}, { uri: 'URI="#time"', of: named('Timestamp') }]

const body = () => sendMessage({ as: 'lenient' })
const header = security(`${timestamp}{signature}`)

test('in either order', async () => {
  await accepts(forge(envelope({ header, body: body() }), { as: 'lenient', references }))
  await accepts(
    forge(envelope({ header, body: body() }), {
      as: 'lenient',
      references: references.toReversed(),
    }),
  )
})

test('and checks it', async () => {
  const text = forge(envelope({ header, body: body() }), { as: 'lenient', references })
  await refuses(text.replace('2026-01-01', '2027-01-01'), 'signature-digest-mismatch')
})

test('but not without the Body', async () => {
  const text = forge(envelope({ header, body: body() }), {
    as: 'lenient',
    references: references.slice(1),
  })
  await refuses(text, 'signature-not-over-body')
})

test('but not elsewhere', async () => {
  const outside = `<wsu:Timestamp xmlns:wsu="${ns.wsu}" wsu:Id="time"/>${security()}`
  const text = forge(envelope({ header: outside, body: body() }), { as: 'lenient', references })
  await refuses(text, 'signature-not-over-body')
})
