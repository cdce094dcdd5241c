import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { digestAlgorithms } from './digest-algorithms.ts'
import { signatureAlgorithms } from './signature-algorithms.ts'

const page = readFileSync(
  join(import.meta.dirname, '../../../../docs/protocol/sync-channel.md'),
  'utf8',
)
const section = /### Accepted algorithms\n(.*?)(?=\n##)/s.exec(page)?.[1] ?? ''
const rows = Array.from(
  section.matchAll(/^\| (\S+) \| `(\S+)` \| (.*?) ?\|$/gm),
  ([, name, uri, note = '']) => ({ name, uri, note }),
)

test('docs/protocol/sync-channel.md lists every algorithm of the tables and no other, in their order', () => {
  const tables = [...signatureAlgorithms, ...digestAlgorithms].map(({ name, uri }) => ({
    name,
    uri,
  }))
  expect(rows.map(({ name, uri }) => ({ name, uri }))).toEqual(tables)
})

test('and which keys they take, and which of them the operator has to allow', () => {
  const keys = { rsa: 'RSA of 2048 to 8192 bits', 'rsa-pss': 'RSA of 2048 to 8192 bits' }
  for (const { uri, family, policy } of signatureAlgorithms) {
    const { note } = rows.find((row) => row.uri === uri)!
    expect(note).toContain(family === 'ecdsa' ? 'EC on P-256, P-384 or P-521' : keys[family])
    expect(note.includes('allowSha1')).toBe(policy === 'off-by-default')
  }
  for (const { uri, policy } of digestAlgorithms) {
    const { note } = rows.find((row) => row.uri === uri)!
    expect(note.includes('allowSha1')).toBe(policy === 'off-by-default')
  }
})
