import { test } from 'vitest'
import { base64 } from '../../live/forge.ts'
import { refuses, signedRequest, world } from '../../live/speak.ts'

const certificate = /(<wsse:KeyIdentifier [^>]*>)[^<]*/

test('for another one that is registered for the same sender', async () => {
  const text = signedRequest({ as: 'renewing' })
  const other = base64(world.members.elliptic.certificate)
  await refuses(text.replace(certificate, `$1${other}`), 'signature-value-mismatch')
})

test('for one of another sender', async () => {
  const other = base64(world.members.other.certificate)
  await refuses(
    signedRequest().replace(certificate, `$1${other}`),
    'sender-certificate-not-registered',
  )
})
