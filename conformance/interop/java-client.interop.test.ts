import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningDemo, startDemo } from './running-demo.ts'

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

describe('a client that has only JDK 17', () => {
  test.each(['KeyIdentifier', 'IssuerSerial', 'BinarySecurityToken'])(
    'gets its answer and trusts its signature, naming its certificate by %s',
    async (reference) => {
      const { code, said } = await javaClient('--reference', reference)
      expect(said).toEqual({ http: '200', signature: 'valid', status: 'SCSS001', data: 'same' })
      expect(code).toBe(0)
    },
  )

  test.each(Object.entries(payloads()))('gets %s back byte for byte', async (name, content) => {
    const path = join(folder, `${name}.xml`)
    writeFileSync(path, content)
    const { said } = await javaClient('--payload', path)
    expect(said).toEqual({ http: '200', signature: 'valid', status: 'SCSS001', data: 'same' })
  })

  test.each([
    { does: 'changes the Body after signing', option: ['--tamper'], errorCode: 'SCE006' },
    { does: 'does not sign', option: ['--unsigned'], errorCode: 'SCE007' },
    { does: 'gives a wrong password', option: ['--password', 'wrong'], errorCode: 'ARN201' },
  ])('is refused with $errorCode when it $does', async ({ option, errorCode }) => {
    const { code, said } = await javaClient(...option)
    expect(said).toMatchObject({ http: '500', errorCode })
    expect(code).toBe(2)
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

interface Outcome {
  readonly code: number
  /** The client prints `name: value` lines. */
  readonly said: Readonly<Record<string, string>>
}

function javaClient(...options: readonly string[]): Promise<Outcome> {
  const source = fileURLToPath(new URL('ShepClient.java', import.meta.url))
  return new Promise((resolve, reject) => {
    execFile('java', [source, demo.material, ...options], (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code)
      if (stdout === '') return reject(new Error(`the client said nothing: ${stderr}`))
      const lines = stdout.trim().split('\n')
      const said: Record<string, string> = {}
      for (const line of lines) {
        const [name = '', value = ''] = line.split(/: (.*)/s)
        said[name] = value
      }
      resolve({ code, said })
    })
  })
}
