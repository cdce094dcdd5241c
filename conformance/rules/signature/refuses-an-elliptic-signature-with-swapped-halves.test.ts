import type { KeyObject } from 'node:crypto'
import { test } from 'vitest'
import { envelope, forge, sendMessage, signWith } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

test('s before r', async () => {
  const text = envelope({ body: sendMessage({ as: 'elliptic' }) })
  const swapped = (data: Buffer, key: KeyObject): Buffer => {
    const value = signWith('sha256')(data, key)
    return Buffer.concat([value.subarray(32), value.subarray(0, 32)])
  }
  await refuses(forge(text, { as: 'elliptic', sign: swapped }), 'signature-value-mismatch')
})
