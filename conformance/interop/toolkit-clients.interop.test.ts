import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { besideMaterial, changedMaterial, readMaterial } from './demo-files.ts'
import { type RunningDemo, startDemo } from './running-demo.ts'
import { startTamperingProxy, tamperings } from './tampering-proxy.ts'

let demo: RunningDemo

beforeAll(async () => {
  demo = await startDemo()
}, 120_000)

afterAll(() => demo.stop(), 30_000)

const here = import.meta.dirname

const stacks = [
  { stack: 'zeep', run: ['/usr/bin/python3', join(here, 'zeep_client.py')] },
  { stack: 'PHP', run: ['php', join(here, 'php-client.php')] },
  { stack: 'npm soap', run: [process.execPath, join(here, 'npm-soap-client.ts')] },
]

/** As exclusive canonicalisation writes it, so that every stack can be asked for the same bytes. */
const inline =
  '<q:сұрақ xmlns:q="urn:q" a="1&#xA;2"><b xmlns="urn:b">Құрметті &lt;Әйгерім&gt;&#xD;\n\u{10C00}</b> ұқғәөүіһҢ</q:сұрақ>'
const text =
  '<?xml version="1.0"?>\r\n<сұрақ>Құрметті «Әйгерім» & ]]> ұқғәөүіһҢ \u{10C00}</сұрақ>\r\n'

describe.each(stacks)('a client that has $stack', ({ run }) => {
  test.each(['by-namespace', 'genuine'])('gets its answer through ?wsdl=%s', async (layout) => {
    const { code, said } = await client(run, [demo.material, `--wsdl=${layout}`])
    expect({ code, said }).toEqual({ code: 0, said: { signature: 'valid', status: 'SCSS001' } })
  })

  test.each([
    { what: 'XML', payload: inline, options: [] },
    { what: 'a string', payload: text, options: ['--text'] },
  ])('gets $what back as it was sent', async ({ payload, options }) => {
    const path = besideMaterial(demo.material, 'payload', payload)
    const { code, data, said } = await client(run, [demo.material, path, ...options])
    expect({ code, said }).toEqual({ code: 0, said: { signature: 'valid', status: 'SCSS001' } })
    expect(data).toBe(payload)
  })

  test('reads a fault that the gateway has signed', async () => {
    const material = changedMaterial(demo.material, { service: { serviceId: 'Nobody' } })
    const { code, data, said } = await client(run, [material])
    expect({ code, data }).toEqual({ code: 2, data: '' })
    expect(said).toEqual({ signature: 'valid', fault: 'SCE004', reason: 'Такого сервиса нет' })
  })

  test('reads a fault that was told before the gateway knew who asks', async () => {
    const material = changedMaterial(demo.material, { client: { password: 'wrong' } })
    const { code, said } = await client(run, [material])
    expect(code).toBe(2)
    expect(said).toMatchObject({ signature: 'missing', fault: 'ARN201' })
  })

  test.each(Object.keys(tamperings({ key: '', certificate: '' })))(
    'does not believe %s',
    async (name) => {
      const { gateways, client: impostor } = readMaterial(demo.material)
      const tampering = new Map(Object.entries(tamperings(impostor))).get(name)!
      const proxy = await startTamperingProxy(gateways.testInner, tampering)
      try {
        const material = changedMaterial(demo.material, { gateways: { testInner: proxy.address } })
        const { code, data, told } = await client(run, [material])
        expect({ code, data }).toEqual({ code: 1, data: '' })
        expect(told).not.toMatch(/signature: valid|SCS|Traceback/)
      } finally {
        await proxy.stop()
      }
    },
  )

  test('says in one line that nobody answers', async () => {
    const gateways = { testInner: 'http://127.0.0.1:1' }
    const { code, told } = await client(run, [changedMaterial(demo.material, { gateways })])
    expect(code).toBe(1)
    expect(told).toMatch(/^not .+: .+\n$/)
  })
})

test('the page about clients shows how each of them signs', () => {
  const page = readFileSync(join(here, '../../docs/protocol/clients.md'), 'utf8')
  for (const { run } of stacks) expect(page).toContain(`/${run[1]!.split('/').at(-1)}`)
})

interface Outcome {
  readonly code: number
  readonly data: string
  /** What the client said as `name: value` lines. */
  readonly said: Readonly<Record<string, string>>
  readonly told: string
}

function client([program = '', ...first]: readonly string[], words: string[]): Promise<Outcome> {
  const env = { ...process.env, NODE_NO_WARNINGS: '1', LC_ALL: 'C' }
  return new Promise((resolve) => {
    execFile(program, [...first, ...words], { env }, (error, data, told) => {
      const lines = told.matchAll(/^(\w+): (.*)$/gm)
      const said = Object.fromEntries(Array.from(lines, ([, name, value]) => [name, value]))
      resolve({ code: error === null ? 0 : Number(error.code), data, said, told })
    })
  })
}
