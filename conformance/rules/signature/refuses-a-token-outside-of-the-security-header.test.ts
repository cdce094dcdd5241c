import { test } from 'vitest'
import {
  base64,
  envelope,
  forge,
  ns,
  security,
  sendMessage,
  tokenReference,
} from '../../live/forge.ts'
import { refuses, world } from '../../live/speak.ts'

const token = () =>
  `<wsse:BinarySecurityToken xmlns:wsse="${ns.wsse}" xmlns:wsu="${ns.wsu}" wsu:Id="token" ValueType="${ns.x509v3}">${base64(world.members.client.certificate)}</wsse:BinarySecurityToken>`
const pointer = tokenReference('<wsse:Reference URI="#token"/>')

test('in another header, or in the payload', async () => {
  await refuses(
    forge(envelope({ header: token() + security() }), { keyInfo: pointer }),
    'key-reference-unreadable',
  )
  const body = sendMessage({ payload: token() })
  await refuses(forge(envelope({ body }), { keyInfo: pointer }), 'key-reference-unreadable')
})

test('two tokens with one id are refused', async () => {
  const header = security(`${token()}${token()}{signature}`)
  await refuses(forge(envelope({ header }), { keyInfo: pointer }), 'key-reference-unreadable')
})
