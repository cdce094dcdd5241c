import { createTestAuthority, freePort, throwawayDatabase } from '@arna/testing'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { openStartPage } from './start-page.ts'

let app: FastifyInstance
let url: string
let dropDatabase: () => Promise<void>

beforeAll(async () => {
  const authority = await createTestAuthority()
  const pair = await authority.issue({ keyKind: 'rsa2048' })
  const own = await throwawayDatabase()
  dropDatabase = () => own.drop()
  app = openStartPage({
    ports: readConfig({}, '/').ports,
    gateway: `http://127.0.0.1:${await freePort()}/`, // nobody is there
    database: own.database,
    circumstances: () => ({ trust: authority.trust() }),
    parties: {
      serviceId: 'DemoService',
      client: { ...pair, senderId: 'demo-client', password: 'open-sesame' },
      expired: pair,
      stranger: pair,
    },
  })
  url = await app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await app.close()
  await dropDatabase()
})

async function ask(message: string, language = 'en'): Promise<Response> {
  const form = new FormData()
  form.append('language', language)
  form.append('message', message)
  return fetch(`${url}/doctor`, { method: 'POST', body: form, redirect: 'manual' })
}

async function pageOf(answer: Response): Promise<string> {
  expect(answer.status).toBe(303)
  return (await fetch(new URL(answer.headers.get('location')!, url))).text()
}

describe('the start page', () => {
  test.each([
    ['?language=kk', 'fr', 'Арна жұмыс істеп тұр', 'kk'],
    ['', 'en-GB', 'Arna is running', 'en'],
    ['', 'fr', 'Арна работает', 'ru'],
  ])('%s with Accept-Language %s', async (query, accepted, title, language) => {
    const answer = await fetch(`${url}/${query}`, { headers: { 'accept-language': accepted } })
    const text = await answer.text()
    expect(text).toContain(`<h1>${title}</h1>`)
    expect(text).toContain(`<html lang="${language}">`)
    expect(text.match(/action="\/send\//g)).toHaveLength(11)
  })

  test('has a policy without inline scripts, and its own files', async () => {
    const { headers } = await fetch(url)
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'self';/)
    expect(headers.get('content-security-policy')).not.toContain('unsafe')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    for (const name of ['style.css', 'script.js', 'icon.svg']) {
      expect((await fetch(`${url}/${name}`)).status).toBe(200)
    }
  })

  test('shows what a guest pasted without its password and without its markup', async () => {
    const message = '<a><password>open-sesame</password><script>alert(1)</script>"\'</a>'
    const text = await pageOf(await ask(message))
    expect(text).toContain('<span class="tag">&lt;password&gt;</span>')
    expect(text).toContain('•••')
    expect(text).not.toContain('open-sesame')
    expect(text.match(/<script/g)).toHaveLength(1)
  })

  test('keeps the result for another language', async () => {
    const answer = await ask('nothing', 'kk')
    expect(await pageOf(answer)).toContain('Дәрігердің жауабы')
    const path = answer.headers.get('location')!.replace('language=kk', 'language=ru')
    expect(await (await fetch(new URL(path, url))).text()).toContain('Ответ доктора')
  })

  test('forgets the oldest results, and says so', async () => {
    const first = (await ask('first')).headers.get('location')!
    for (let count = 0; count < 40; count++) await ask(`message ${count}`)
    const answer = await fetch(new URL(first, url))
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('its result is forgotten')
  })

  test('says what is missing when nothing was given, and that too much was', async () => {
    const nothing = await ask('')
    expect(nothing.status).toBe(400)
    const long = await ask('a'.repeat(1_100_000))
    expect(long.status).toBe(413)
    expect(await long.text()).toContain('role="alert"')
  })

  test('says that the gateway did not answer', async () => {
    const answer = await fetch(`${url}/send/good?language=en`, { method: 'POST' })
    expect(answer.status).toBe(502)
    expect(await answer.text()).toContain('The gateway did not answer.')
  })

  test.each([
    ['another site', { origin: 'http://evil.example' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['nowhere', { origin: 'null' }],
    ['a frame of another site', { 'sec-fetch-site': 'cross-site' }],
  ])('takes no form from %s', async (_, headers) => {
    const answer = await fetch(`${url}/send/good`, {
      method: 'POST',
      headers: headers as unknown as Record<string, string>,
    })
    expect(answer.status).toBe(403)
  })

  test('answers under no name that somebody else may own', async () => {
    const answer = await app.inject({ url: '/', headers: { host: 'evil.example' } })
    expect(answer.statusCode).toBe(403)
  })

  test.each(['/nothing', '/results/x', '/send/good', '/%ff'])('knows no %s', async (path) => {
    expect((await fetch(url + path)).status).toBeGreaterThanOrEqual(400)
  })
})
