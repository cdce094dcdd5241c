import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dateTime, payloadFrom, writeSendMessage } from '@arna/message'
import type { KeyPair } from '@arna/pki'
import { readRegistryYaml, signSnapshot } from '@arna/registry'
import { createTestAuthority, type TestAuthority } from '@arna/testing'
import { signEnvelope } from '@arna/xml-security'
import { beforeAll, describe, expect, test } from 'vitest'
import { newFolder, type Ran, type RunOptions, runArna } from '../test-setup/run-arna.ts'

const cwd = newFolder()
let authority: TestAuthority
let pair: KeyPair

const write = (name: string, content: string | Buffer): void =>
  writeFileSync(join(cwd, name), content)

const registry = `environment: test
contour: inner
organisations:
  - { id: me, name: Me, bin: "000140000017", state: true }
systems:
  - senderId: me
    organisation: me
    password: open-sesame
    certificates: [me.crt]
services:
  - { serviceId: Echo, owner: me, url: "http://127.0.0.1:1/", networks: [loopback] }
connections:
  - { system: me, service: Echo }
`

function message(serviceId = 'Echo'): Buffer {
  const info = {
    messageId: 'm1',
    serviceId,
    messageDate: dateTime(new Date()),
    sender: { senderId: 'me', password: 'open-sesame' },
    properties: [],
  }
  const content = writeSendMessage(info, payloadFrom(Buffer.from('<a xmlns="urn:a">Сәлем</a>')))
  return signEnvelope({ content }, { ...pair, reference: 'KeyIdentifier' })
}

beforeAll(async () => {
  authority = await createTestAuthority()
  pair = await authority.issue({ bin: '000140000017', commonName: 'БІЗ' })
  write('ca.pem', authority.certificate.pem)
  write('me.crt', pair.certificate.pem)
  write('registry.yaml', registry)
  write('good.xml', message())
  write('indented.xml', message().toString().replaceAll('><', '>\n<'))
})

const doctor = (words: readonly string[], options: RunOptions = {}): Promise<Ran> =>
  runArna(['doctor', ...words], { cwd, ...options })

const known = ['--trust', 'ca.pem', '--registry', 'registry.yaml']

describe('arna doctor', () => {
  test('says of a good message that it would be accepted, and what it cannot know', async () => {
    const { code, stdout, stderr } = await doctor(['good.xml', ...known])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('the gateway would accept this message')
    expect(stdout).toContain('Not checked:\n- The signature and the schema (XSD) of the payload')
  })

  test('tells verdict, cause, difference and remedy of a message that was indented', async () => {
    const { code, stdout } = await doctor(['indented.xml', ...known])
    expect(code).toBe(1)
    expect(stdout).toMatch(
      /^The gateway would refuse this message\. Stage authenticate: signature-/,
    )
    expect(stdout).toContain('→ This looks re-indented')
    expect(stdout).toMatch(/ signed +…?.*⟦<ns2:SendMessage/)
    expect(stdout).toMatch(/ received +.*⟦↵<ns2:SendMessage/)
    expect(stdout).toContain('BIN 000140000017')
    expect(stdout).not.toContain('open-sesame')
  })

  test.each([
    ['the option', ['--language', 'kk'], {}, 'Шлюз бұл хабарламаны қабылдамайды.'],
    ['the locale', [], { LANG: 'ru_RU.UTF-8' }, 'Шлюз откажет в приёме этого сообщения.'],
    [
      'the option before the locale',
      ['--language', 'en'],
      { LANG: 'ru_RU.UTF-8' },
      'The gateway would',
    ],
    ['neither: English', [], { LANG: 'C.UTF-8' }, 'The gateway would'],
  ])('speaks the language of %s', async (_, words, env, sentence) => {
    const { stdout } = await doctor(['indented.xml', ...known, ...words], { env })
    expect(stdout).toContain(sentence)
  })

  test('gives programs plain data in all languages, from standard input too', async () => {
    const { code, stdout } = await doctor(['-', '--json', ...known], { input: message('Nothing') })
    expect(code).toBe(1)
    const { verdict, findings } = JSON.parse(stdout)
    expect(verdict).toMatchObject({
      outcome: 'refused',
      code: 'service-unknown',
      stage: 'authorize',
    })
    expect(Object.keys(findings[0].title)).toEqual(['kk', 'ru', 'en'])
  })

  test('compares with the file that was kept after signing', async () => {
    write('changed.xml', message().toString().replace('Сәлем', 'Салем'))
    write('signed.xml', message().toString())
    const { stdout } = await doctor(['changed.xml', '--signed-as', 'signed.xml'])
    expect(stdout).toContain('The Body differs from the file')
  })

  test('judges certificates at the time that is asked about', async () => {
    const { stdout } = await doctor(['good.xml', ...known, '--at', '2051-01-01'])
    expect(stdout).toContain('certificate-expired')
  })

  test('takes registry and CA of the demo by itself, unless told otherwise', async () => {
    const home = newFolder()
    mkdirSync(join(home, 'demo'))
    const certificate = join(cwd, 'me.crt')
    writeFileSync(join(home, 'demo', 'demo.json'), JSON.stringify({ trust: join(cwd, 'ca.pem') }))
    writeFileSync(
      join(home, 'demo', 'registry-test-inner.yaml'),
      registry.replace('me.crt', certificate),
    )
    const env = { ARNA_HOME: home }
    const { code, stdout, stderr } = await doctor(['good.xml'], { env })
    expect(code).toBe(0)
    expect(stderr).toBe('registry and CA of the demo: test-inner\n')
    expect(stdout).not.toContain('--registry')
    const alone = await doctor(['good.xml', '--registry', 'none', '--trust', 'none'], { env })
    expect(alone.stdout).toContain('no registry is given (--registry)')
    expect(alone.stdout).toContain('no authorities are given (--trust)')
  })

  test('goes by what the gateway of the demo has in force, not by the file it was once published from', async () => {
    const home = newFolder()
    for (const folder of ['demo/keys', 'state']) mkdirSync(join(home, folder), { recursive: true })
    writeFileSync(join(home, 'demo', 'demo.json'), JSON.stringify({ trust: join(cwd, 'ca.pem') }))
    const file = registry.replace('me.crt', join(cwd, 'me.crt'))
    writeFileSync(join(home, 'demo', 'registry-test-inner.yaml'), file)
    const { privateKey: key } = generateKeyPairSync('ed25519')
    const pem = key.export({ type: 'pkcs8', format: 'pem' })
    writeFileSync(join(home, 'demo', 'keys', 'publication.key'), pem)
    const inForce = file.replace('service: Echo }', 'service: Echo, suspended: [by order] }')
    const source = await readRegistryYaml(inForce, { folder: cwd })
    const copy = join(home, 'state', 'registry-test-inner.jws')
    writeFileSync(copy, signSnapshot(source, { number: 7, publishedAt: new Date(), key }))
    const env = { ARNA_HOME: home }
    const { code, stdout, stderr } = await doctor(['good.xml'], { env })
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'registry and CA of the demo: test-inner, publication 7\n',
    })
    expect(stdout).toContain('connection-suspended')
    writeFileSync(copy, 'torn')
    expect(await doctor(['good.xml'], { env })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`${copy} is no registry`),
    })
  })

  test('names a registry file that is none, and a file that is not there', async () => {
    write('bad.yaml', 'environment: nowhere\n')
    const bad = await doctor(['good.xml', '--registry', 'bad.yaml'])
    expect(bad.stderr).toMatch(/^arna: bad\.yaml is no registry:\n {2}line 1/)
    const missing = await doctor(['missing.xml'])
    expect({ code: missing.code, stderr: missing.stderr }).toEqual({
      code: 1,
      stderr: 'arna: there is no file missing.xml\n',
    })
  })

  test('explains bytes that are no message at all', async () => {
    const { code, stdout } = await doctor(['-'], { input: Buffer.from([0x1f, 0x8b, 0, 0xff]) })
    expect(code).toBe(1)
    expect(stdout).toContain('This is no XML: gzip')
  })
})
