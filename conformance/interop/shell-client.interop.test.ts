import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changedMaterial, readMaterial } from './demo-files.ts'
import { type RunningDemo, startDemo } from './running-demo.ts'
import { startTamperingProxy, tamperings } from './tampering-proxy.ts'

let demo: RunningDemo
let folder: string

beforeAll(async () => {
  demo = await startDemo()
  folder = mkdtempSync(join(tmpdir(), 'arna-shell-'))
}, 120_000)

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await demo.stop()
}, 30_000)

test('xmlsec1 and curl get an answer whose signature xmlsec1 trusts', async () => {
  const payload = '<order xmlns:q="urn:q"><q:text>Қазақ тілі \u{10C00}</q:text></order>'
  const path = join(folder, 'payload.xml')
  writeFileSync(path, payload)
  const { code, answer, told } = await shellClient(path)
  expect(told).toContain('http: 200\nsignature: valid')
  expect(answer).toContain(`>${payload}</data>`)
  expect(code).toBe(0)
})

test('a string with Windows line ends comes back as it was sent', async () => {
  const path = join(folder, 'text')
  writeFileSync(path, 'Құрметті «Әйгерім» & <сұрақ>\r\n\r\n')
  const { code, answer } = await runShell(['--text', demo.material, path])
  expect(answer).toContain('>Құрметті «Әйгерім» &amp; &lt;сұрақ&gt;&#13;\n&#13;\n</data>')
  expect(code).toBe(0)
})

test('a fault that the gateway has signed is read', async () => {
  const material = changedMaterial(demo.material, { service: { serviceId: 'Nobody' } })
  const { code, answer, told } = await runShell([material])
  expect(told).toBe('http: 500\nsignature: valid\n')
  expect(answer).toContain('<errorCode>SCE004</errorCode>')
  expect(code).toBe(2)
})

test.each(Object.keys(tamperings({ key: '', certificate: '' })))(
  'does not believe %s',
  async (name) => {
    const { gateways, client } = readMaterial(demo.material)
    const tampering = new Map(Object.entries(tamperings(client))).get(name)!
    const proxy = await startTamperingProxy(gateways.testInner, tampering)
    try {
      const material = changedMaterial(demo.material, { gateways: { testInner: proxy.address } })
      const { code, told } = await runShell([material])
      expect({ code, told }).toEqual({ code: 1, told: 'http: 200\nsignature: invalid\n' })
    } finally {
      await proxy.stop()
    }
  },
)

test('a payload that breaks the envelope is refused with a fault', async () => {
  const path = join(folder, 'broken.xml')
  writeFileSync(path, '</data><data>')
  const { code, answer, told } = await shellClient(path)
  expect(told).toContain('http: 500')
  expect(answer).toContain('<errorCode>SCE001</errorCode>')
  expect(code).toBe(2)
})

test.each([
  { what: 'no argument', words: () => [], sentence: /^usage: send-with-curl\.sh .+\n$/ },
  {
    what: 'a demo.json that is not there',
    words: () => [join(folder, 'demo.json')],
    sentence: /^There is no file .+demo\.json: .+\n$/,
  },
  {
    what: 'a payload that is not there',
    words: () => [demo.material, 'nowhere.xml'],
    sentence: /^There is no file nowhere\.xml: .+\n$/,
  },
])('with $what nothing is sent, and one sentence says why', async ({ words, sentence }) => {
  const { code, answer, told } = await runShell(words())
  expect({ code, answer }).toEqual({ code: 1, answer: '' })
  expect(told).toMatch(sentence)
})

interface Outcome {
  readonly code: number
  readonly answer: string
  readonly told: string
}

const shellClient = (payload: string): Promise<Outcome> => runShell([demo.material, payload])

function runShell(words: readonly string[]): Promise<Outcome> {
  const script = fileURLToPath(new URL('send-with-curl.sh', import.meta.url))
  return new Promise((resolve) => {
    execFile('sh', [script, ...words], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), answer: stdout, told: stderr })
    })
  })
}
