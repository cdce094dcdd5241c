import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { selfSigned } from '@arna/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newFolder, type Ran, runArna } from '../test-setup/run-arna.ts'

const home = newFolder()
let server: Server
let called: { readonly path: string | undefined; readonly body: string }[]

const hear = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  called.push({ path: request.url, body: await text(request) })
  response.writeHead(502).end('<html>Bad gateway')
}

/** It hears what it is asked, and is no gateway. */
beforeAll(async () => {
  server = createServer((request, response) => {
    void hear(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const { key, certificate } = await selfSigned({ commonName: 'client' })
  const file = (name: string, content: string | Buffer): string => {
    const path = join(home, name)
    writeFileSync(path, content)
    return path
  }
  const crt = file('client.crt', certificate.pem)
  mkdirSync(join(home, 'demo'))
  const material = {
    gateways: { testInner: `http://127.0.0.1:${port}/`, testOuter: 'http://127.0.0.1:1' },
    client: {
      senderId: 'demo-client',
      password: 'demo word',
      certificate: crt,
      key: file('client.key', key.export({ type: 'pkcs8', format: 'pem' })),
    },
    service: { serviceId: 'DemoService', payload: file('payload.xml', '<greeting/>') },
    gatewayCertificates: { testInner: crt, testOuter: crt },
  }
  file('demo/demo.json', JSON.stringify(material))
})
afterAll(() => void server.close())
beforeEach(() => {
  called = []
})

const arna = (...words: string[]): Promise<Ran> => runArna(words, { env: { ARNA_HOME: home } })

test.each([
  [['send', '--async'], 'sendMessage', '<serviceId>DemoAsync</serviceId>'],
  [['messages'], 'getMessages', '<serviceId>DemoAsync</serviceId>'],
  [['messages', 'Other'], 'getMessages', '<serviceId>Other</serviceId>'],
  [['status', '4711'], 'getMessageStatus', '<messageId>4711</messageId>'],
])('%j asks the asynchronous door of the demo', async (words, operation, said) => {
  const { code, stdout, stderr } = await arna(...words)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain('HTTP 502')
  expect(stderr).not.toContain('demo word')
  expect(called).toEqual([
    { path: '/bip-async-wss-gost/', body: expect.stringContaining(`:${operation}`) },
  ])
  expect(called[0]?.body).toContain(said)
  expect(called[0]?.body).toContain('<senderId>demo-client</senderId>')
})

test('an unknown gateway, or nobody at its door, is said', async () => {
  expect((await arna('status', '1', '--demo', 'test-outer')).stderr).toBe(
    'arna: nobody answers at http://127.0.0.1:1/bip-async-wss-gost/: does the gateway run (npm start)?\n',
  )
  const { code, stderr } = await runArna(['status', '1'], { cwd: newFolder() })
  expect(code).toBe(2)
  expect(stderr).toBe(
    'arna: there is no demo here (npm start makes one): give --url and the rest\n',
  )
})

test('everything that is missing is named', async () => {
  const { code, stderr } = await arna('messages', '--url', 'http://127.0.0.1:1/', '--key', 'a')
  expect(code).toBe(2)
  expect(stderr).toBe(
    'arna: SERVICE is missing: the serviceId; --sender is missing: the senderId; --password-file is missing: a file with the password; --cert is missing: its certificate; --gateway-cert is missing: the certificate that the answer is signed with\n',
  )
})

test.each([
  [['send', '--async', '--type', 'UPDATE'], '--correlation-id is missing: the chain'],
  [['send', '--async', '--correlation-id', '7'], 'a REQUEST opens a chain'],
  [['send', '--async', '--message-id', '7'], 'the gateway gives it'],
  [['send', '--wait'], '--wait is for --async'],
  [['messages', '--accept', '--refuse'], 'either --accept or --refuse'],
  [['messages', '--resend'], '--resend is for --refuse'],
  [['messages', '--amount', 'all'], '--amount all: a number from 1 to 100'],
])('%j is refused before anything is sent', async (words, message) => {
  const { code, stdout, stderr } = await arna(...words)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(message)
  expect(called).toEqual([])
})
