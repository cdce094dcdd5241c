import { test } from 'vitest'
import { envelope, forge, sendMessage } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex')
const zero = Buffer.alloc(32)
const one = Buffer.from([...zero.subarray(1), 1])
const max = Buffer.alloc(32, 0xff)

test.each([
  ['r of zero', [zero, one]],
  ['s of zero', [one, zero]],
  ['both of zero', [zero, zero]],
  ['r of the order', [order, one]],
  ['s of the order', [one, order]],
  ['r beyond the field', [max, one]],
  ['one half', [one]],
  ['three halves', [one, one, one]],
] as const)('%s', async (_what, halves) => {
  const text = envelope({ body: sendMessage({ as: 'elliptic' }) })
  const sign = () => Buffer.concat(halves)
  await refuses(forge(text, { as: 'elliptic', sign }), 'signature-value-mismatch')
})
