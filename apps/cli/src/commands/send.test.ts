import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { Fault, payloadOf, type SendMessage } from '@arna/message'
import type { KeyPair } from '@arna/pki'
import { answerCall, faultAnswer, receiveCall } from '@arna/sdk'
import { selfSigned } from '@arna/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newFolder, type Ran, type RunOptions, runArna } from '../test-setup/run-arna.ts'

const cwd = newFolder()
let client: KeyPair
let gateway: KeyPair
let server: Server
let url: string
let calls: SendMessage[]
let outcome: 'echo' | 'text' | 'fault' | 'business-error' | 'stranger' | 'html'

const write = (name: string, content: string | Buffer): void =>
  writeFileSync(join(cwd, name), content)

beforeAll(async () => {
  client = await selfSigned({ commonName: 'client' })
  gateway = await selfSigned({ commonName: 'gateway' })
  write('my.key', client.key.export({ type: 'pkcs8', format: 'pem' }))
  write('my.crt', client.certificate.pem)
  write('gateway.crt', gateway.certificate.pem)
  write('password', 'secret word\n')
  write('payload.xml', '<?xml version="1.0"?>\n<q:ask xmlns:q="urn:q">Сәлем</q:ask>')
  server = createServer((incoming, reply) => void answer(incoming, reply))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  url = `http://127.0.0.1:${port}/bip-sync-wss-gost/`
})
afterAll(() => void server.close())
beforeEach(() => {
  calls = []
  outcome = 'echo'
})

/** A gateway of the wire only: it checks the client's signature and signs its answer. */
const answer = async (incoming: IncomingMessage, reply: ServerResponse): Promise<void> => {
  const { message } = receiveCall(await buffer(incoming), [client.certificate])
  calls.push(message)
  if (outcome === 'html') return void reply.writeHead(502).end('<html>Bad gateway')
  if (outcome === 'fault') {
    return void reply
      .writeHead(500)
      .end(faultAnswer(new Fault('access-denied', 'portal may not call Echo')))
  }
  const signer = outcome === 'stranger' ? client : gateway
  const status =
    outcome === 'business-error'
      ? { code: 'SCSE001', message: 'no such person' }
      : { code: 'SCSS001', message: 'Message has been processed successfully' }
  const response = {
    messageId: 'answer-1',
    responseDate: '2026-11-23T10:00:00+05:00',
    status,
    sessionId: '{6a0f1c3e-0000-4000-8000-000000000001}',
  }
  const payload = message.data && payloadOf(message.data)
  return void reply.end(answerCall(response, payload, { ...signer, reference: 'KeyIdentifier' }))
}

const explicit = (): string[] =>
  `--url ${url} --sender portal --password-file password --service Echo
   --key my.key --cert my.crt --gateway-cert gateway.crt`.split(/\s+/)

const send = (words: readonly string[], options: RunOptions = {}): Promise<Ran> =>
  runArna(['send', ...words], { cwd, ...options })

describe('arna send', () => {
  test('sends a signed message and prints what came back', async () => {
    const { code, stdout, stderr } = await send(['payload.xml', ...explicit()])
    expect(stderr).toMatch(
      /^SCSS001 Message has been processed successfully \(\d+ ms\)\nmessage [\w-]+, session \{6a0f1c3e-[\w-]+\}\n$/,
    )
    expect({ code, stdout: stdout.trim() }).toEqual({
      code: 0,
      stdout: '<q:ask xmlns:q="urn:q">Сәлем</q:ask>',
    })
    expect(calls[0]).toMatchObject({
      serviceId: 'Echo',
      sender: { senderId: 'portal', password: 'secret word' },
    })
  })

  test('reads the payload from standard input and sends it as text', async () => {
    const words = ['-', '--text', '--json', '--message-id', 'm-7', ...explicit()]
    const { code, stdout } = await send(words, { input: 'a < b' })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      messageId: 'm-7',
      sessionId: '{6a0f1c3e-0000-4000-8000-000000000001}',
      status: { code: 'SCSS001', message: 'Message has been processed successfully' },
      responseMessageId: 'answer-1',
      ms: expect.any(Number),
      data: 'a < b',
    })
    expect(calls[0]?.data?.text()).toBe('a < b')
  })

  test('shows a fault with who must mend what, and exits with 1', async () => {
    outcome = 'fault'
    const { code, stdout, stderr } = await send(['payload.xml', ...explicit()])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^arna: the gateway refused the message: /)
    expect(stderr).toContain('access-denied: portal may not call Echo')
    expect(stderr).toContain(': to be mended by the sender\n')
    const json = await send(['payload.xml', ...explicit(), '--json'])
    expect(json.code).toBe(1)
    expect(JSON.parse(json.stdout)).toMatchObject({
      fault: { errorData: expect.stringContaining('access-denied') },
      httpStatus: 500,
      code: 'access-denied',
      party: 'sender',
      retry: false,
    })
  })

  test('exits with 1 when the provider calls the outcome an error', async () => {
    outcome = 'business-error'
    const { code, stderr } = await send(['payload.xml', ...explicit()])
    expect(code).toBe(1)
    expect(stderr).toContain('SCSE001 no such person')
  })

  test('believes no answer that somebody else signed', async () => {
    outcome = 'stranger'
    const { code, stdout, stderr } = await send(['payload.xml', ...explicit()])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('gave no answer to believe: the message is signed with a certificate')
    expect(stderr).toMatch(/the gateway may have the message: arna trace '[0-9a-f-]{36}'\n$/)
  })

  test('says when there is no SOAP answer, or nobody at all', async () => {
    outcome = 'html'
    expect((await send(['payload.xml', ...explicit()])).stderr).toContain('HTTP 502')
    const nobody = explicit().map((word) => (word === url ? 'http://127.0.0.1:1/' : word))
    const { code, stderr } = await send(['payload.xml', ...nobody])
    expect(code).toBe(1)
    expect(stderr).toBe(
      'arna: nobody answers at http://127.0.0.1:1/: does the gateway run (npm start)?\n',
    )
  })

  test('takes everything from the demo when nothing is told', async () => {
    const home = join(newFolder(), 'home')
    mkdirSync(join(home, 'demo'), { recursive: true })
    const material = {
      gateways: { testInner: new URL(url).origin, testOuter: 'http://127.0.0.1:1' },
      client: {
        senderId: 'demo-client',
        password: 'demo word',
        certificate: join(cwd, 'my.crt'),
        key: join(cwd, 'my.key'),
      },
      service: { serviceId: 'DemoService', payload: join(cwd, 'payload.xml') },
      gatewayCertificates: {
        testInner: join(cwd, 'gateway.crt'),
        testOuter: join(cwd, 'gateway.crt'),
      },
    }
    writeFileSync(join(home, 'demo', 'demo.json'), JSON.stringify(material))
    const env = { ARNA_HOME: home }
    const { code, stdout } = await send([], { env })
    expect({ code, stdout: stdout.trim() }).toEqual({
      code: 0,
      stdout: '<q:ask xmlns:q="urn:q">Сәлем</q:ask>',
    })
    expect(calls[0]).toMatchObject({
      serviceId: 'DemoService',
      sender: { senderId: 'demo-client' },
    })
    const outer = await send(['--demo', 'test-outer', '--service', 'Echo'], { env })
    expect(outer.stderr).toContain('nobody answers at http://127.0.0.1:1/bip-sync-wss-gost/: ')
  })

  test('never shows the password', async () => {
    for (const mode of ['echo', 'fault', 'stranger', 'html'] as const) {
      outcome = mode
      const { stdout, stderr } = await send(['payload.xml', ...explicit()])
      expect(stdout + stderr).not.toContain('secret word')
    }
  })

  test.each([
    [[], 2, 'there is no demo here (npm start makes one): give --url and the rest'],
    [['--demo', 'test-inner'], 1, 'run npm start first'],
    [
      ['--url', 'http://127.0.0.1:1/', '--key', 'a', '--sender', 'b', '--service', 'c'],
      2,
      'arna: PAYLOAD is missing: a file, or - for standard input; --password-file is missing: a file with the password; --cert is missing: its certificate; --gateway-cert is missing: the certificate that the answer is signed with\n',
    ],
  ])('%j is refused', async (words, exitCode, message) => {
    const { code, stdout, stderr } = await send(words, { cwd: newFolder() })
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' })
    expect(stderr).toContain(message)
  })

  test('a payload that is no XML is not sent', async () => {
    const { code, stderr } = await send(['-', ...explicit()], { input: '<a>' })
    expect(code).toBe(1)
    expect(stderr).toContain('the payload is not XML')
    expect(stderr).toContain('--text')
    const text = await send(['-', '--text', ...explicit()], { input: 'a\u0001' })
    expect(text.code).toBe(1)
    expect(text.stderr).toMatch(/^arna: the payload cannot be sent as text: .+\n$/)
    expect(text.stderr).not.toContain('--text')
    expect(calls).toEqual([])
  })
})
