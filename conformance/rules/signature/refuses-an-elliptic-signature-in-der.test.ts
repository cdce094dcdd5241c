import { type KeyObject, sign } from 'node:crypto'
import { test } from 'vitest'
import { envelope, forge, sendMessage } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

test('the value is r and s, not a DER sequence of them', async () => {
  const text = envelope({ body: sendMessage({ as: 'elliptic' }) })
  const forgery = {
    as: 'elliptic',
    sign: (data: Buffer, key: KeyObject) => sign('sha256', data, key),
  } as const
  await refuses(forge(text, forgery), 'signature-value-mismatch')
})
