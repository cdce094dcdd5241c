import { payloadFrom } from '@arna/message'
import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

const bomb = (root: string): string =>
  `<!DOCTYPE ${root} [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]><${root} xmlns="urn:person"><iin>&b;&x;</iin></${root}>`

test.each(['ValidRequests', 'SignedRequests'])(
  'nothing of it is expanded: %s',
  async (serviceId) => {
    const data = payloadFrom(bomb('person'))
    await refuses(signedRequest({ serviceId, data }), 'payload-invalid')
  },
)
