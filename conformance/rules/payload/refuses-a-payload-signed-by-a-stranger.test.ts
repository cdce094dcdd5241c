import { test } from 'vitest'
import { signPayload } from '../../live/sign-payload.ts'
import { refuses, signedRequest, world } from '../../live/speak.ts'

test.each(['selfMade', 'expired', 'encryptsOnly', 'isAuthority', 'belowAnEndEntity'] as const)(
  'whom nobody trusts to sign: %s',
  async (name) => {
    const payload = signPayload(undefined, world.members[name])
    await refuses(
      signedRequest({ serviceId: 'SignedRequests', payload }),
      'payload-certificate-refused',
    )
  },
)
