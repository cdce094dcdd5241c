import { describe, expect, test } from 'vitest'
import { diagnose } from '../diagnose.ts'
import { findingTexts } from '../text/finding-texts.ts'
import { leftOutTexts } from '../text/left-out-texts.ts'
import { doctorPage } from './doctor-page.ts'
import { html } from './html.ts'
import { pageTexts } from './page-texts.ts'
import { languageOf, readQuestion } from './question.ts'
import { isFromOurPage, isLoopback } from './same-origin.ts'
import { style } from './style.ts'

describe('html', () => {
  test('escapes every value, in texts and in attributes', () => {
    const evil = `<script>alert("1")</script>' onload='`
    expect(html`<a title="${evil}">${evil}</a>`.markup).toBe(
      '<a title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39; onload=&#39;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39; onload=&#39;</a>',
    )
  })

  test('leaves markup of its own, joins lists, and leaves out what is not there', () => {
    const items = ['<', '>'].map((text) => html`<li>${text}</li>`)
    expect(html`${items}${false}${undefined}${0}`.markup).toBe('<li>&lt;</li><li>&gt;</li>0')
  })

  test('shows what could turn the direction of writing or confuse a reader of the source', () => {
    expect(html`${'a\u202Eb\0c'}`.markup).toBe('a▯b▯c')
  })
})

describe('the doctor’s page', () => {
  const hostile = [
    `<a xmlns="urn:x"><script>alert(1)</script></a>`,
    `"><img src=x onerror=alert(1)>`,
    `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><x a="&lt;script&gt;">'"</x></soap:Body></soap:Envelope>`,
    `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><SendMessage xmlns="http://bip.bee.kz/SyncChannel/v10/Types"><request><requestInfo><messageId>&lt;/script>&lt;script>alert(1)&lt;/script></messageId></requestInfo></request></SendMessage></soap:Body></soap:Envelope>`,
  ]
  test.each(hostile)('holds no markup of the message %#', async (message) => {
    const diagnosis = await diagnose(Buffer.from(message))
    const page = doctorPage({ language: 'en', path: '/doctor', assets: '/', diagnosis })
    expect(page.match(/<script/g)).toHaveLength(1) // ours, a file
    expect(page).not.toMatch(/<img|onerror=|javascript:/)
  })

  test('has nothing inline that its policy would refuse', () => {
    const page = doctorPage({ language: 'kk', path: '/doctor', assets: '/', problem: '<b>' })
    expect(page).not.toMatch(/ style=| on[a-z]+="|<style|<script>/)
    expect(page).toContain('&lt;b&gt;')
    expect(style).not.toMatch(/url\(|@import/)
  })
})

describe('readQuestion', () => {
  const form = async (fields: Readonly<Record<string, string | Blob>>) => {
    const data = new FormData()
    for (const [name, value] of Object.entries(fields)) data.append(name, value)
    const response = new Response(data)
    return [
      response.headers.get('content-type')!,
      Buffer.from(await response.arrayBuffer()),
    ] as const
  }

  test('takes the bytes of a file as they are, before the text', async () => {
    const bytes = Buffer.from([0xff, 0x0d, 0x0a, 0x00])
    const [type, body] = await form({ message: 'text', file: new Blob([bytes]), language: 'kk' })
    expect(await readQuestion(type, body)).toEqual({ message: bytes, language: 'kk' })
  })

  test('takes the text when there is no file', async () => {
    const [type, body] = await form({ message: '<a/>', file: new Blob([]), language: 'xx' })
    expect(await readQuestion(type, body)).toEqual({ message: Buffer.from('<a/>'), language: 'ru' })
  })

  test.each([
    [undefined, ''],
    ['text/plain', 'message=x'],
    ['multipart/form-data', 'x'],
    ['multipart/form-data; boundary=a', '--b\r\n'],
    [
      'multipart/form-data; boundary=a',
      '--a\r\nContent-Disposition: form-data; name="message"\r\n\r\n',
    ],
    ['application/x-www-form-urlencoded', 'message=x'],
  ])('is undefined for %s %j', async (type, body) => {
    expect(await readQuestion(type, Buffer.from(body))).toBeUndefined()
  })
})

test.each([
  ['many fields', 'application/x-www-form-urlencoded', `${'a&'.repeat(500_000)}message=x`],
  [
    'many parts',
    'multipart/form-data; boundary=a',
    `${'--a\r\nContent-Disposition: form-data; name="message"\r\n\r\nx\r\n'.repeat(17)}--a--\r\n`,
  ],
])('a form with %s is not read', async (_what, type, body) => {
  expect(await readQuestion(type, Buffer.from(body))).toBeUndefined()
})

test.each([
  [['kk'], 'kk'],
  [[undefined, 'en-GB,en;q=0.9'], 'en'],
  [['de', 'kk-KZ'], 'kk'],
  [[undefined, 'fr'], 'ru'],
])('the language of %j is %s', (asked, language) => {
  expect(languageOf(...asked)).toBe(language)
})

test.each([
  [
    { host: '127.0.0.1:8080', origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-origin' },
    true,
  ],
  [{ host: 'localhost:8080' }, true],
  [{ host: '127.0.0.1:8080', origin: 'http://evil.example' }, false],
  [{ host: '127.0.0.1:8080', origin: 'http://127.0.0.1:8081' }, false],
  [{ host: '127.0.0.1:8080', origin: 'null' }, false],
  [{ host: '127.0.0.1:8080', 'sec-fetch-site': 'cross-site' }, false],
  [{ host: '127.0.0.1:8080', 'sec-fetch-site': 'same-site' }, false],
  [{ host: 'evil.example', origin: 'http://evil.example', 'sec-fetch-site': 'same-origin' }, false],
  [{}, false],
])('a form with %j is from our page: %s', (headers, expected) => {
  expect(isFromOurPage(headers)).toBe(expected)
})

test.each(['127.0.0.1.evil.example', 'localhost.evil.example', 'x@127.0.0.1', '127.0.0.1:80:80'])(
  '%s is no name of this machine',
  (host) => {
    expect(isLoopback(host)).toBe(false)
  },
)

describe('texts', () => {
  const all = Object.entries(findingTexts).flatMap(([code, { title, explanation, remedy }]) =>
    [title, explanation, remedy].map((texts, index) => [`${code} ${index}`, texts] as const),
  )
  test.each([...all, ...Object.entries(leftOutTexts)])(
    '%s says the same in three languages, with the same values',
    (_, texts) => {
      const values = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).toSorted()
      expect(values(texts.kk)).toEqual(values(texts.en))
      expect(values(texts.ru)).toEqual(values(texts.en))
      expect(texts.kk).not.toBe(texts.ru)
      expect(texts.ru).toMatch(/[а-яё]/i)
    },
  )

  test('of the page are complete', () => {
    for (const texts of Object.values(pageTexts)) {
      expect(Object.values(texts).every((text) => text !== '')).toBe(true)
    }
  })
})
