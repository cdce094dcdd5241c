import { test } from 'vitest'
import { envelope, forge, named, security } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

const header = `<a:header xmlns:a="urn:a" Id="header"/>${security()}`
const second = { uri: 'URI="#header"', of: named('header') }

test.each([
  ['to a header too', [{}, second]],
  ['to a header first', [second, {}]],
  ['to the Body twice', [{}, {}]],
  ['to the Body and to the whole document', [{}, { uri: 'URI=""' }]],
])('references %s are refused, though all are right', async (_what, references) => {
  await refuses(forge(envelope({ header }), { references }), 'signature-not-over-body')
})
