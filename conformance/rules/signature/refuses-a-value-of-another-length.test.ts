import type { KeyObject } from 'node:crypto'
import { test } from 'vitest'
import { envelope, forge, signWith } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

test.each([
  ['cut', (value: Buffer) => value.subarray(1)],
  ['with an octet more', (value: Buffer) => Buffer.concat([value, Buffer.alloc(1)])],
  ['of one octet', () => Buffer.alloc(1)],
  ['of a hundred thousand octets', () => Buffer.alloc(100_000, 1)],
])('a value %s is refused', async (_what, change) => {
  const forgery = { sign: (data: Buffer, key: KeyObject) => change(signWith('sha256')(data, key)) }
  await refuses(forge(envelope(), forgery), 'signature-value-mismatch')
})
