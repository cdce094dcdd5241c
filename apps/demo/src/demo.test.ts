import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '@arna/database'
import { parseCertificate, readPrivateKey } from '@arna/pki'
import { throwawayDatabase } from '@arna/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DemoMaterial } from './demo-material.ts'
import { freePortBase, processesOf, type Run, runDemo } from './test-setup/run-demo.ts'

/** One story in its order: a home that is started, disturbed, stopped and started again, all with real processes. */
describe('npm start', { timeout: 60_000 }, () => {
  const base = mkdtempSync(join(tmpdir(), 'arna demo '))
  const home = join(base, 'the home')
  let portBase: number
  let running: Run | undefined

  beforeAll(async () => {
    portBase = await freePortBase()
  })
  afterAll(async () => {
    running?.kill('SIGTERM')
    await running?.ended
    rmSync(base, { recursive: true })
  })

  const material = (): DemoMaterial =>
    JSON.parse(readFileSync(join(home, 'demo/demo.json'), 'utf8'))

  async function start(through?: 'up'): Promise<Run> {
    running = runDemo({ home, portBase, ...(through && { through }) })
    await running.until(/Press Ctrl-C to stop/)
    return running
  }

  async function finishedMessages(): Promise<number> {
    const { instances } = JSON.parse(readFileSync(join(home, 'gateway.json'), 'utf8'))
    const database = openDatabase(instances[0].databaseUrl, { max: 1 })
    const rows = await database.query(`select from journal_message where kind = 'finished'`)
    await database.close()
    return rows.length
  }

  test('sends one signed message and shows its trace, stage by stage', async () => {
    const run = await start('up')
    expect(run.said()).toMatch(/registry +4 published, all number 1 /)
    expect(run.said()).toMatch(/admitted +by test-inner\n.+finished +by test-inner/)
    for (const stage of ['envelope', 'authenticate', 'authorize', 'route', 'deliver', 'answer']) {
      expect(run.said()).toMatch(new RegExp(`^ +${stage} +[\\d.]+ ms`, 'm'))
    }
    for (const port of [1, 2, 3, 4])
      expect(run.said()).toContain(`http://127.0.0.1:${portBase + port}`)
  })

  test('opens four gateways', async () => {
    for (const url of Object.values(material().gateways)) {
      expect((await fetch(`${url}/readyz`)).status).toBe(200)
      expect(await (await fetch(`${url}/bip-sync-wss-gost/?wsdl`)).text()).toContain('definitions')
    }
  })

  test('serves the start page, and the doctor on each gateway, to this machine alone', async () => {
    const first = await fetch(`http://127.0.0.1:${portBase}/?language=en`)
    expect(await first.text()).toContain('Arna is running')
    for (const url of Object.values(material().gateways)) {
      const page = await fetch(`${url}/doctor?language=en`)
      expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'self';/)
      expect(await page.text()).toContain('<h1>Doctor</h1>')
    }
    const url = `${material().gateways.testInner}/doctor`
    const foreign = { method: 'POST', headers: { origin: 'http://evil.example' } }
    expect((await fetch(url, foreign)).status).toBe(403)
  })

  test('lets the doctor of a gateway judge by its own registry', async () => {
    const form = new FormData()
    form.append('language', 'en')
    form.append('file', new Blob([readFileSync(join(home, 'demo', 'request.xml'))]))
    const url = `${material().gateways.testInner}/doctor`
    const page = await (await fetch(url, { method: 'POST', body: form })).text()
    expect(page).toContain('data-code="signature-missing"')
    expect(page).not.toContain('sender-password-wrong')
    expect(page).not.toContain('(--registry)')
    form.delete('file')
    expect((await fetch(url, { method: 'POST', body: form })).status).toBe(400)
    form.append('message', 'a'.repeat(1_100_000))
    expect((await fetch(url, { method: 'POST', body: form })).status).toBe(413)
  })

  test('leaves what a person needs for messages of their own', () => {
    const { client, provider, service, trust, gatewayCertificates } = material()
    const authority = parseCertificate(readFileSync(trust))
    const gateways = Object.values(gatewayCertificates)
    for (const file of [client.certificate, provider.certificate, ...gateways]) {
      expect(parseCertificate(readFileSync(file)).issuer).toBe(authority.subject)
    }
    for (const { key } of [client, provider]) {
      expect(readPrivateKey(readFileSync(key)).asymmetricKeyType).toBe('rsa')
      expect(statSync(key).mode & 0o777).toBe(0o600)
    }
    expect(readFileSync(service.payload, 'utf8')).toContain('Сәлеметсіз бе')
  })

  test('tells a second start on the same folder how to have two', async () => {
    const { code, said } = await runDemo({ home, portBase: await freePortBase() }).ended
    expect(code).toBe(1)
    expect(said).toMatch(
      /already runs on .+ \(process \d+\).+ARNA_HOME=\S+ ARNA_PORT_BASE=\d+ npm start/,
    )
  })

  test('names all ports that are taken, before it makes anything', async () => {
    const other = join(base, 'other')
    const { code, said } = await runDemo({ home: other, portBase }).ended
    expect(code).toBe(1)
    const ports = [0, 1, 2, 3, 4, 5].map((port) => portBase + port).join(', ')
    expect(said).toMatch(
      new RegExp(`Ports ${ports} and ${portBase + 6} are taken .+ ARNA_PORT_BASE=\\d+`),
    )
    expect(existsSync(join(other, 'postgres'))).toBe(false)
    expect(existsSync(join(other, 'arna.lock'))).toBe(false)
  })

  test('starts a gateway again that ended unexpectedly', async () => {
    const [, , gateway] = /processes (\d+) and (\d+)/.exec(running!.said())!
    process.kill(Number(gateway), 'SIGKILL')
    await running!.until(/gateway ended unexpectedly \(SIGKILL\)[^]*gateway runs again/)
    expect((await fetch(`${material().gateways.testInner}/readyz`)).status).toBe(200)
  })

  test('stops everything within five seconds of Ctrl-C and leaves no process', async () => {
    expect(processesOf(home).length).toBeGreaterThan(4)
    const pressed = performance.now()
    running!.press('SIGINT')
    expect((await running!.ended).code).toBe(0)
    expect(performance.now() - pressed).toBeLessThan(5_000)
    expect(processesOf(home)).toEqual([])
  })

  test('keeps its data: the second start continues where the first one ended', async () => {
    const before = material()
    const run = await start()
    expect(run.said()).toMatch(/migrations +nothing new/)
    expect(run.said()).toMatch(/keys +kept/)
    expect(run.said()).toMatch(/registry +unchanged, all number 1 /)
    expect(material()).toEqual(before)
    expect(await finishedMessages()).toBe(2)
  })

  test('starts again after kill -9 of the supervisor', async () => {
    running!.kill('SIGKILL')
    await running!.ended
    const run = await start()
    expect(run.said()).toContain('The run before was killed')
    expect(await finishedMessages()).toBe(3)
  })

  test('stops everything when the process that started it is killed', async () => {
    running!.kill('SIGTERM')
    await running!.ended
    const through = await start('up')
    const supervisor = processesOf(home).find((one) => one.includes('apps/demo/src/main.ts'))
    expect(supervisor).toBeDefined()
    through.kill('SIGKILL')
    await through.ended // its output closes when the last process that writes to it has gone
    expect(through.said()).toContain('stopping …')
    expect(processesOf(home)).toEqual([])
  })

  test.each([
    ['postgres://arna@127.0.0.1:1/arna', /The database at 127\.0\.0\.1:1 cannot be reached/],
    ['mysql://localhost/arna', /The address of the database is not of the form postgres:/],
  ])('says that ARNA_DATABASE_URL=%s is to be mended', async (url, sentence) => {
    const outer = join(base, 'wrong')
    const run = runDemo({ home: outer, portBase, env: { ARNA_DATABASE_URL: url } })
    const { code, said } = await run.ended
    expect(code).toBe(1)
    expect(said).toContain('arna: ARNA_DATABASE_URL: ')
    expect(said).toMatch(sentence)
    expect(said).not.toMatch(/database +PostgreSQL|^ +at /m)
  })

  test('uses the server of ARNA_DATABASE_URL instead of its own', async () => {
    const own = await throwawayDatabase()
    const outer = join(base, 'outer')
    running = runDemo({ home: outer, portBase, env: { ARNA_DATABASE_URL: own.url } })
    await running.until(/Press Ctrl-C to stop/)
    expect(running.said()).toContain('PostgreSQL of ARNA_DATABASE_URL')
    expect(existsSync(join(outer, 'postgres'))).toBe(false)
    const name = new URL(own.url).pathname.slice(1)
    const made = await own.database.query<{ name: string }>(
      'select datname as name from pg_database where starts_with(datname, $1) order by 1',
      [`${name}_`],
    )
    expect(made).toEqual([{ name: `${name}_production` }, { name: `${name}_test` }])
    running.kill('SIGTERM')
    expect((await running.ended).code).toBe(0)
    for (const one of made) await own.database.query(`drop database ${one.name} with (force)`)
    await own.drop()
  })
})
