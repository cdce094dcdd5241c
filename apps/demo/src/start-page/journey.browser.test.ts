import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePortBase, type Run, runDemo } from '../test-setup/run-demo.ts'

const home = mkdtempSync(join(tmpdir(), 'arna-browser-'))
let run: Run
let browser: Browser
let page: Page
let url: string
/** What the browser complained about: a refused script, a file that is not there. */
const complaints: string[] = []

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

beforeAll(async () => {
  const portBase = await freePortBase()
  url = `http://127.0.0.1:${portBase}/`
  run = runDemo({ home, portBase })
  await run.until(/Press Ctrl-C to stop/)
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags })
  page = await browser.newPage({ locale: 'en-GB', viewport: { width: 390, height: 844 } })
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
})
afterAll(async () => {
  await browser?.close()
  run?.kill('SIGTERM')
  await run?.ended
  rmSync(home, { recursive: true, force: true })
})

const press = async (name: string): Promise<void> => {
  await page.goto(url)
  await page.click(`form[action^="/send/${name}?"] button`)
  await page.waitForURL('**/results/**')
}

const codes = () =>
  page.$$eval('[data-code]', (found) => found.map((one) => one.getAttribute('data-code')))

const text = async (selector: string): Promise<string> => (await page.textContent(selector)) ?? ''

describe('a guest', () => {
  test('sends a good message and sees its answer and its way through all stages', async () => {
    await press('good')
    expect(await text('.badge')).toBe('Accepted')
    expect(await text('.answer')).toContain('SCSS001')
    const stages = await page.$$eval('.stages code', (found) => found.map((one) => one.textContent))
    expect(stages).toEqual([
      'envelope',
      'authenticate',
      'authorize',
      'route',
      'payload',
      'queue',
      'admit',
      'deliver',
      'payload',
      'answer',
    ])
    expect(await text('p.verdict')).toContain('would accept this message')
  })

  test.each([
    ['unsigned', 'SCE007', 'signature-missing', undefined],
    ['body-changed', 'SCE006', 'signature-digest-mismatch', 'changed-as-compared'],
    ['re-indented', 'SCE006', 'signature-value-mismatch', 'indentation-added'],
    ['line-ends', 'SCE006', 'signature-digest-mismatch', 'carriage-returns-removed'],
    ['wrong-password', 'ARN201', 'sender-password-wrong', undefined],
    ['unknown-service', 'SCE004', 'service-unknown', undefined],
    ['expired-certificate', 'SCE005', 'certificate-expired', undefined],
    [
      'certificate-of-another',
      'ARN201',
      'sender-certificate-not-registered',
      'certificate-belongs-to',
    ],
    ['signed-timestamp', 'SCE006', 'signature-timestamp', 'signed-timestamp'],
    ['wrong-digest', 'SCE006', 'signature-value-mismatch', 'other-signature-algorithm'],
  ])(
    'sends %s, is refused with %s, and the doctor says why',
    async (name, fault, verdict, cause) => {
      await press(name)
      expect(await text('.badge')).toBe('Refused')
      expect(await text('.answer')).toContain(fault)
      const found = await codes()
      expect(found[0]).toBe(verdict)
      expect(found).toContain(cause ?? verdict)
      expect(await text('.stages')).toContain('stopped here')
      expect(await text('main')).not.toContain(password())
      // Nothing is wider than a telephone.
      const tooWide = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      expect(tooWide).toBeLessThanOrEqual(0)
    },
  )

  test('reads the same result in another language', async () => {
    await press('re-indented')
    await page.click('nav a[lang=kk]')
    expect(await text('.verdict')).toContain('Шлюз бұл хабарламаны қабылдамайды.')
    await page.click('nav a[lang=ru]')
    expect(await text('.finding.cause h3')).toContain('переформатировано с отступами')
    await page.click('.back')
    expect(await text('h1')).toBe('Арна работает')
  })

  test('pastes a message and gets the doctor’s answer', async () => {
    await page.goto(url)
    await page.fill('textarea', readFileSync(join(home, 'demo', 'request.xml'), 'utf8'))
    await page.click('form.ask button')
    await page.waitForURL('**/results/**')
    expect(await codes()).toEqual(['signature-missing'])
    expect(await text('pre')).toContain('•••')
    expect(await text('main')).not.toContain(password())
  })

  test('uploads a file, whose bytes stay as they are', async () => {
    await page.goto(url)
    const buffer = Buffer.from([0x1f, 0x8b, 0x08, 0x00, 0xff])
    await page.setInputFiles('input[type=file]', {
      name: 'a.gz',
      mimeType: 'application/gzip',
      buffer,
    })
    await page.click('form.ask button')
    await page.waitForURL('**/results/**')
    expect(await text('main')).toContain('This is no XML: gzip')
  })

  test('asks the doctor at the door of a gateway', async () => {
    await page.goto(url)
    await page.click('.ports tr:first-child a[href*="/doctor"]')
    await page.fill('textarea', '<a/>')
    await page.click('form.ask button')
    await page.waitForSelector('[data-code]')
    expect(await codes()).toContain('soap-structure')
  })

  test('needs no JavaScript for any of it', async () => {
    const plain = await browser.newPage({ javaScriptEnabled: false, locale: 'en-GB' })
    await plain.goto(url)
    await plain.click('form[action^="/send/good?"] button')
    await plain.waitForURL('**/results/**')
    expect(await plain.textContent('.badge')).toBe('Accepted')
    await plain.close()
  })

  test('is shown no error of the browser on the way', () => {
    expect(complaints).toEqual([])
  })
})

function password(): string {
  return JSON.parse(readFileSync(join(home, 'demo', 'demo.json'), 'utf8')).client.password
}
