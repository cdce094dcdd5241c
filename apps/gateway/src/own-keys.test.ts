import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KeyPair } from '@arna/pki'
import { selfSigned } from '@arna/testing'
import { beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { readMaskKey, readSigner } from './own-keys.ts'

let mine: KeyPair
let other: KeyPair
let folder: string

beforeAll(async () => {
  mine = await selfSigned({ bin: '000140000017' })
  other = await selfSigned({ bin: '000140000017' })
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'arna own keys '))
  onTestFinished(() => rmSync(folder, { recursive: true }))
})

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const key = ({ key: one }: KeyPair): string =>
  file('gateway.key', one.export({ type: 'pkcs8', format: 'pem' }).toString())
const certificate = ({ certificate: one }: KeyPair): string => file('gateway.crt', one.pem)

test('the gateway signs with a key that its certificate was issued for', () => {
  const signer = readSigner(certificate(mine), key(mine))
  expect(signer.certificate.sha256).toBe(mine.certificate.sha256)
  expect(() => readSigner(certificate(mine), key(other))).toThrow(
    'gateway.crt is not the certificate of the key ',
  )
})

test('says which file cannot be read, and why', () => {
  const missing = join(folder, 'none')
  expect(() => readSigner(certificate(mine), missing)).toThrow(`key ${missing} cannot be read: `)
  expect(() => readSigner(missing, key(mine))).toThrow(`certificate ${missing} cannot be read: `)
  expect(() => readMaskKey(missing)).toThrow(`mask key ${missing} cannot be read: `)
})

test.each(['', 'ab'.repeat(16), 'zz'.repeat(32), `${'ab'.repeat(32)}ab`, '-----BEGIN PUBLIC KEY'])(
  'a mask key that anybody could guess is refused: %j',
  (text) => {
    const path = file('mask.key', text)
    expect(() => readMaskKey(path)).toThrow(`mask key ${path} must hold 64 hexadecimal digits`)
  },
)

test('a mask key is 32 octets', () => {
  expect(readMaskKey(file('mask.key', `${'Ab'.repeat(32)}\n`)).export()).toEqual(
    Buffer.alloc(32, 0xab),
  )
})
