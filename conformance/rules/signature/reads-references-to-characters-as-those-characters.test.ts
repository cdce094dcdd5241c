import { test } from 'vitest'
import { envelope, forge, ns, security } from '../../live/forge.ts'
import { accepts, refuses, signedRequest } from '../../live/speak.ts'

test('an algorithm written with them is the same algorithm', async () => {
  await accepts(signedRequest().replace('Algorithm="http:', 'Algorithm="&#104;ttp:'))
})

test('an id written with them is the same id', async () => {
  const bodyAttributes = ` xmlns:wsu="${ns.wsu}" wsu:Id="&#98;ody"`
  await accepts(forge(envelope({ bodyAttributes })))
  const header = `<a:a xmlns:a="urn:a" Id="bod&#x79;"/>${security()}`
  await refuses(forge(envelope({ header })), 'signature-ambiguous')
})
