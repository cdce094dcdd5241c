import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { parseCertificate, readPrivateKey } from '@arna/pki'
import { freePort } from '@arna/testing'
import { signEnvelope } from '@arna/xml-security'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { besideMaterial, readMaterial } from './demo-files.ts'
import { type RunningDemo, startDemo } from './running-demo.ts'

const execute = promisify(execFile)
const here = import.meta.dirname
const root = join(here, '../..')

describe('a provider that has PHP', () => {
  let demo: RunningDemo
  let provider: ChildProcess
  let address: string

  beforeAll(async () => {
    demo = await startDemo()
    address = `127.0.0.1:${await freePort()}`
    provider = spawn('php', ['-S', address, join(here, 'php-provider.php')], {
      env: { ...process.env, DEMO: demo.material },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    await once(createInterface(provider.stderr!), 'line') // "… Development Server … started"
    await deliverTo(`http://${address}/`, demo)
  }, 120_000)

  afterAll(async () => {
    provider.kill()
    await demo.stop()
  }, 30_000)

  test.each([
    ['XML', '<с a="&#x9;">Қазақ &amp;<b xmlns:xsi="urn:b" xsi:type="t:u"></b>&#xD;\n</с>', []],
    ['a string', 'Қазақ тілі: <ұ> & ]]>\r\nекінші жол', ['--text']],
  ])('answers with %s that came through the gateway', async (_what, payload, options) => {
    const path = besideMaterial(demo.material, 'payload', payload)
    const words = [join(here, 'zeep_client.py'), demo.material, path, ...options]
    const { stdout, stderr } = await execute('/usr/bin/python3', words)
    expect(stderr).toBe('signature: valid\nstatus: SCSS001\n')
    expect(stdout).toBe(payload)
  })

  test.each([
    ['that somebody else signed', (demoFile: string) => signedByClient(demoFile)],
    ['that nobody signed', () => '<s:Envelope xmlns:s="urn:s"/>'],
    ['that is no XML', () => 'hello'],
    ['with a DOCTYPE', () => '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
  ])('does not believe a call %s', async (_what, call) => {
    const answer = await fetch(`http://${address}/`, { method: 'POST', body: call(demo.material) })
    expect(answer.status).toBe(500)
    const text = await answer.text()
    expect(text).toContain('<faultstring>The call is not believed: ')
    expect(text).not.toContain('SCSS001')
  })
})

/** As an operator does it: the registry's entry of the service gets another address, and is published. */
async function deliverTo(url: string, demo: RunningDemo): Promise<void> {
  const registry = readFileSync(join(dirname(demo.material), 'registry-test-inner.yaml'), 'utf8')
  const moved = registry.replaceAll(readMaterial(demo.material).service.url, url)
  const file = besideMaterial(demo.material, 'moved.yaml', moved)
  const arna = join(root, 'apps/cli/arna.mjs')
  await execute(process.execPath, [arna, 'registry', 'import', file, '--demo', 'test-inner'], {
    env: demo.env,
  })
}

function signedByClient(path: string): string {
  const { client } = readMaterial(path)
  return signEnvelope(
    { content: ['<SendMessage xmlns="http://bip.bee.kz/SyncChannel/v10/Types"/>'] },
    {
      key: readPrivateKey(readFileSync(client.key)),
      certificate: parseCertificate(readFileSync(client.certificate)),
      reference: 'KeyIdentifier',
    },
  ).toString()
}
