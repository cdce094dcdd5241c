import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readConfig } from './config.ts'

const instance = {
  name: 'test-inner',
  environment: 'test',
  role: 'inner',
  host: '127.0.0.1',
  port: 8081,
  databaseUrl: 'postgres://localhost/arna',
  certificate: 'gateway.crt',
  key: 'gateway.key',
}
const whole = {
  mode: 'production',
  trust: 'trust.pem',
  publicationKeys: 'publication.pem',
  maskKey: 'mask',
  instances: [instance],
}

function config(value: unknown): { path: string; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'arna config '))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'gateway.json')
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value))
  return { path, folder }
}

test('paths are relative to the file that names them', () => {
  const { path, folder } = config(whole)
  const read = readConfig({ ARNA_CONFIG: path })
  expect(read.trust).toBe(join(folder, 'trust.pem'))
  expect(read.instances[0]?.key).toBe(join(folder, 'gateway.key'))
})

test('a production process refuses two environments', () => {
  const instances = [instance, { ...instance, environment: 'production', port: 8083 }]
  expect(() => readConfig({ ARNA_CONFIG: config({ ...whole, instances }).path })).toThrow(
    'a production process serves one environment',
  )
  const demo = config({ ...whole, mode: 'demo', instances })
  expect(readConfig({ ARNA_CONFIG: demo.path }).instances).toHaveLength(2)
})

test.each(['0.0.0.0', '::', '192.0.2.1', 'gateway.example'])(
  'a demo is not opened at %s',
  (host) => {
    const demo = config({ ...whole, mode: 'demo', instances: [{ ...instance, host }] })
    expect(() => readConfig({ ARNA_CONFIG: demo.path })).toThrow(
      'a demo listens on 127.0.0.1 alone',
    )
  },
)

test.each([
  ['nothing named', undefined, 'ARNA_CONFIG must name'],
  ['no JSON', '{', 'cannot read'],
  ['a list', [], 'must be an object'],
  ['another mode', { ...whole, mode: 'staging' }, 'mode must be one of demo, production'],
  ['no trust', { ...whole, trust: undefined }, 'trust must be a text'],
  ['no instances', { ...whole, instances: [] }, 'instances must be a list'],
  [
    'a port as text',
    { ...whole, instances: [{ ...instance, port: '1' }] },
    'instances[0].port must be',
  ],
  [
    'an address without a scheme',
    { ...whole, instances: [{ ...instance, publicUrl: 'gateway.example' }] },
    'instances[0].publicUrl must be an address',
  ],
  [
    'no time for a request',
    { ...whole, instances: [{ ...instance, requestSeconds: 0 }] },
    'instances[0].requestSeconds must be a whole number of seconds, 1 to 3600',
  ],
  [
    'another role',
    { ...whole, instances: [{ ...instance, role: 'middle' }] },
    'instances[0].role must be one of inner, outer',
  ],
  [
    'a name that is mistyped',
    { ...whole, retension: { payloads: 3650 } },
    ': retension is no setting; did you mean retention?',
  ],
  [
    'a mistyped name of an instance',
    { ...whole, instances: [{ ...instance, publicURL: 'https://gateway.example' }] },
    'instances[0].publicURL is no setting; did you mean publicUrl?',
  ],
  [
    'a kind of record that there is not',
    { ...whole, retention: { payload: 3650 } },
    'retention.payload is no setting; did you mean payloads?',
  ],
  [
    'a registry that comes by two ways',
    { ...whole, instances: [{ ...instance, registry: { file: 'a', database: 'b' } }] },
    'instances[0].registry must name one of database, https, file',
  ],
])('a configuration that is wrong says where: %s', (_name, value, words) => {
  const env = value === undefined ? {} : { ARNA_CONFIG: config(value).path }
  expect(() => readConfig(env)).toThrow(words)
})

test.each([
  ['ARNA_XML', 'expat', 'ARNA_XML must be one of arna, libxml2'],
  ['ARNA_METRICS_PORT', 'x', 'ARNA_METRICS_PORT must be a port'],
])('%s=%s is refused', (name, value, words) => {
  expect(() => readConfig({ ARNA_CONFIG: config(whole).path, [name]: value })).toThrow(words)
})
