import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changedMaterial, readMaterial } from './demo-files.ts'
import { type RunningDemo, startDemo } from './running-demo.ts'
import { startTamperingProxy, tamperings } from './tampering-proxy.ts'

let demo: RunningDemo
let folder: string

beforeAll(async () => {
  demo = await startDemo()
  folder = mkdtempSync(join(tmpdir(), 'arna-java-'))
}, 120_000)

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await demo.stop()
}, 30_000)

const answered = {
  http: '200',
  signature: 'valid',
  status: 'SCSS001',
  data: 'the same as was sent',
}

describe('a client that has only JDK 17', () => {
  test.each(['KeyIdentifier', 'IssuerSerial', 'BinarySecurityToken'])(
    'gets its answer and trusts its signature, naming its certificate by %s',
    async (reference) => {
      const { code, said } = await javaClient('--reference', reference)
      expect(said).toEqual(answered)
      expect(code).toBe(0)
    },
  )

  test.each(Object.entries(payloads()))('gets %s back byte for byte', async (name, content) => {
    const path = join(folder, `${name}.xml`)
    writeFileSync(path, content)
    const { said } = await javaClient('--payload', path)
    expect(said).toEqual(answered)
  })

  test('gets a string with Windows line ends back as it was sent', async () => {
    const path = join(folder, 'text')
    writeFileSync(path, '<?xml version="1.0"?>\r\nҚұрметті «Әйгерім» & ]]>\r\n')
    const { said } = await javaClient('--text', '--payload', path)
    expect(said).toEqual(answered)
  })

  test('reads a fault that the gateway has signed', async () => {
    const { code, said } = await runJava([
      changedMaterial(demo.material, { service: { serviceId: 'Nobody' } }),
    ])
    expect(said).toMatchObject({ http: '500', signature: 'valid', errorCode: 'SCE004' })
    expect(code).toBe(2)
  })

  test.each([
    { does: 'changes the Body after signing', option: ['--tamper'], errorCode: 'SCE006' },
    { does: 'does not sign', option: ['--unsigned'], errorCode: 'SCE007' },
    { does: 'gives a wrong password', option: ['--password', 'wrong'], errorCode: 'ARN201' },
  ])('is refused with $errorCode when it $does', async ({ option, errorCode }) => {
    const { code, said } = await javaClient(...option)
    expect(said).toMatchObject({
      http: '500',
      errorCode,
      errorData: expect.stringMatching(/^[a-z-]+(: .+)?\n {2}Отправителю: /),
      sessionId: expect.stringMatching(/^\{[\da-f-]{36}\}$/),
    })
    expect(code).toBe(2)
  })

  test.each(Object.keys(tamperings({ key: '', certificate: '' })))(
    'does not believe %s',
    async (name) => {
      const { gateways, client } = readMaterial(demo.material)
      const tampering = new Map(Object.entries(tamperings(client))).get(name)!
      const proxy = await startTamperingProxy(gateways.testInner, tampering)
      try {
        const changed = changedMaterial(demo.material, { gateways: { testInner: proxy.address } })
        const { code, said } = await runJava([changed])
        expect(said['signature']).toMatch(/^(invalid|missing|not over the Body)$/)
        expect(code).toBe(1)
      } finally {
        await proxy.stop()
      }
    },
  )

  test('sends the content of a file that begins with an XML declaration', async () => {
    const path = join(folder, 'declared.xml')
    writeFileSync(path, '\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<q xmlns="urn:q">сұрақ</q>')
    const { said } = await javaClient('--payload', path)
    expect(said).toEqual(answered)
  })

  test.each([
    { what: 'no arguments', words: () => [], sentence: /^usage: java ShepClient\.java .+\n$/ },
    {
      what: 'a demo.json that is not there',
      words: () => [join(folder, 'demo.json')],
      sentence: /^There is no file .+demo\.json\.\n$/,
    },
    {
      what: 'a payload that is not there',
      words: () => [demo.material, '--payload', 'nowhere.xml'],
      sentence: /^There is no file nowhere\.xml\.\n$/,
    },
    {
      what: 'a gateway that does not run',
      words: () => [idleDemo()],
      sentence: /^Nobody answers at the gateway's address: does it run \(npm start\)\?\n$/,
    },
    {
      what: 'a payload that is not UTF-8',
      words: () => {
        const path = join(folder, 'windows-1251.xml')
        writeFileSync(path, Buffer.from([0x3c, 0x61, 0x3e, 0xe0, 0x3c, 0x2f, 0x61, 0x3e]))
        return [demo.material, '--payload', path]
      },
      sentence: /^The payload is not UTF-8: save it as UTF-8\.\n$/,
    },
    {
      what: 'an option without its value',
      words: () => [demo.material, '--payload'],
      sentence: /^--payload needs a value after it\.\n$/,
    },
  ])('with $what says so in one line', async ({ words, sentence }) => {
    const { code, said, told } = await runJava(words())
    expect({ code, said }).toEqual({ code: 1, said: {} })
    expect(told).toMatch(sentence)
  })

  test('that signs a Timestamp too, as WSS4J and WCF do, is told the switch', async () => {
    const { code, said } = await javaClient('--timestamp')
    expect(said).toMatchObject({ http: '500', errorCode: 'SCE006' })
    expect(said['reason']).toMatch(/timestamp/i)
    expect(code).toBe(2)
  })
})

function payloads(): Record<string, string> {
  return {
    'mixed content':
      '<мәтін>Құрметті <b>Әйгерім</b>, сізге <i>3</i> хат келді.<!-- түсініктеме --></мәтін>',
    'foreign prefixes and xsi:type':
      '<a:order xmlns:a="urn:a" xmlns:b=\'urn:b\' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"  xsi:type="b:Rush"  b:z="1" a:y="2"><b:item xmlns:b="urn:other"/><c xmlns="urn:c"><d xmlns=""/></c ></a:order >',
    'supplementary characters and references':
      '<t a="&#x1F600;&#9;&quot;">\u{10C00}\u{1F600} ұқғәөүіһҢ &#x10C01; &lt;&#xD;<![CDATA[<&]]></t>',
    'text without an element': 'тек мәтін &amp; сан 42',
  }
}

/** The demo's own material, with the address of nobody. */
function idleDemo(): string {
  return changedMaterial(demo.material, { gateways: { testInner: 'http://127.0.0.1:1' } })
}

interface Outcome {
  readonly code: number
  /** The client prints `name: value` lines; further lines of a value are indented. */
  readonly said: Readonly<Record<string, string>>
  readonly told: string
}

const javaClient = (...options: readonly string[]): Promise<Outcome> =>
  runJava([demo.material, ...options])

function runJava(words: readonly string[]): Promise<Outcome> {
  const source = fileURLToPath(new URL('ShepClient.java', import.meta.url))
  return new Promise((resolve) => {
    execFile('java', [source, ...words], (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code)
      const lines = stdout.matchAll(/^(\w+): (.*(?:\n {2}.*)*)$/gm)
      const said = Object.fromEntries(Array.from(lines, ([, name, value]) => [name, value]))
      resolve({ code, said, told: stderr })
    })
  })
}
