import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type AsyncMessage, payloadFrom } from '@arna/message'
import { canonicalBytes } from '@arna/xml'
import { signEnvelope } from '@arna/xml-security'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Member } from '../asynchronous/member.ts'
import { type InteropWorld, startInteropWorld } from './asynchronous-material.ts'
import { ReceiverProcess } from './receiver-process.ts'
import { startTamperingProxy, tamperings } from './tampering-proxy.ts'

const here = import.meta.dirname
const python = '/usr/bin/python3'

/** How the samples of a stack are started; a receiver at this port, with this material. */
const stacks = {
  zeep: {
    client: [python, join(here, 'zeep_async_client.py')],
    receiver: (material: string, port: string) => ({
      words: [python, join(here, 'push_receiver.py'), material, port],
    }),
  },
  PHP: {
    client: ['php', join(here, 'php-async-client.php')],
    receiver: (material: string, port: string) => ({
      words: ['php', '-S', `127.0.0.1:${port}`, join(here, 'php-receiver.php')],
      env: { DEMO: material },
    }),
  },
  'npm soap': {
    client: [process.execPath, join(here, 'npm-soap-async-client.ts')],
    receiver: (material: string, port: string) => ({
      words: [process.execPath, join(here, 'npm-soap-receiver.ts'), material, port],
    }),
  },
} as const

/** As exclusive canonicalisation writes it, so that every stack can be asked for the same bytes. */
const inline =
  '<q:сұрақ xmlns:q="urn:q" a="1&#xA;2"><b xmlns="urn:b">Құрметті &lt;Әйгерім&gt;&#xD;\n\u{10C00}</b> ұқғәөүіһҢ</q:сұрақ>'
const text =
  '<?xml version="1.0"?>\r\n<жауап>Құрметті «Әйгерім» & ]]> ұқғәөүіһҢ \u{10C00}</жауап>\r\n'

const number = /^\d+$/

let world: InteropWorld

beforeAll(async () => {
  world = await startInteropWorld(Object.keys(stacks), {
    more: { Answered: {} },
    // Whoever calls Answered fetches what it is answered; whoever calls Pushed is called.
    change: (source) => ({
      ...source,
      connections: source.connections.map((one) =>
        one.service === 'Answered' ? { ...one, answers: 'pull' } : one,
      ),
    }),
  })
}, 300_000)

afterAll(() => world.stop(), 60_000)

describe.each(Object.entries(stacks))('a member that has %s', (name, stack) => {
  let receiver: ReceiverProcess
  /** The same member with the sdk, for what is not its toolkit's part. */
  let self: Member
  let material: string
  let address: string
  beforeAll(async () => {
    const guest = world.guests.get(name)!
    self = new Member(name, guest.pair, [world.gatewayCertificate])
    self.knocksAt(world.gateways[0]!.url)
    material = world.material(guest)
    address = guest.url
    const { words, env } = { env: {}, ...stack.receiver(material, new URL(address).port) }
    receiver = await ReceiverProcess.start(words, env)
  }, 120_000)
  afterAll(() => receiver.stop(), 60_000)

  const asks = (operation: string, ...words: readonly string[]): Promise<Outcome> =>
    run(stack.client, [material, operation, ...words])

  test.each(['by-namespace', 'genuine'])(
    'sends, asks, fetches and confirms through ?wsdl=%s',
    async (layout) => {
      const service = ['--service=Answered', `--wsdl=${layout}`]
      const sent = await asks('send', world.file('question', inline), ...service)
      const ids = { messageId: expect.stringMatching(number), correlationId: expect.any(String) }
      expect(sent).toMatchObject({ code: 0, said: { signature: 'valid', ...ids } })
      const { messageId = '', correlationId = '' } = sent.said
      expect(inlineOf(await world.provider.gets(messageId))).toBe(inline)

      await told(messageId)
      expect(await asks('status', messageId, ...service)).toMatchObject({
        code: 0,
        said: { signature: 'valid', messageState: 'DELIVERED', statusCode: 'SCSS001' },
      })

      const answer = await world.provider.sends('Answered', text, {
        messageType: 'RESPONSE',
        correlationId,
      })
      expect(await asks('fetch', `--chain=${correlationId}`, ...service)).toMatchObject({
        code: 0,
        data: text,
        said: {
          signature: 'valid',
          messageId: answer.messageId,
          correlationId,
          messageType: 'RESPONSE',
          senderId: 'provider',
        },
      })
      const confirmed = await asks('confirm', answer.messageId, ...service)
      expect(confirmed).toMatchObject({
        code: 0,
        said: { signature: 'valid', notificationId: expect.stringMatching(number) },
      })
      expect(await world.provider.hears(answer.messageId)).toMatchObject({
        messageState: 'DELIVERED',
        status: { code: 'SCSS001' },
      })
    },
    60_000,
  )

  test('sends a string', async () => {
    const path = world.file('text', text)
    const { said } = await asks('send', path, '--service=Pushed', '--text')
    const { data } = await world.provider.gets(said['messageId']!)
    expect(data.text()).toBe(text)
  }, 60_000)

  test.each([
    ['XML', inline],
    ['a string', text],
  ])(
    'is pushed the status of its message, and %s as the answer',
    async (what, payload) => {
      const { messageId, correlationId } = await self.sends('Pushed', 'сұрақ')
      expect(await told(messageId)).toEqual([
        { messageId, messageState: 'DELIVERED', statusCode: 'SCSS001' },
      ])
      const answer = await world.provider.sends('Pushed', '', {
        messageType: 'RESPONSE',
        correlationId,
        payload: payloadFrom(what === 'XML' ? Buffer.from(payload) : payload),
      })
      // The gateway has believed what the member said, and that at once.
      expect((await world.provider.hears(answer.messageId)).messageState).toBe('DELIVERED')
      expect(await receiver.of(answer.messageId)).toEqual([
        {
          messageId: answer.messageId,
          correlationId,
          messageType: 'RESPONSE',
          senderId: 'provider',
          password: expect.stringMatching(/^[0-9a-f]{64}$/),
          data: payload,
        },
      ])
    },
    60_000,
  )

  test.each([
    ['that somebody else signed', () => signedByAnother()],
    ['that nobody signed', () => '<s:Envelope xmlns:s="urn:s"/>'],
    ['that is no XML', () => 'hello'],
    ['with a DOCTYPE', () => '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
  ])('does not believe a call %s', async (_what, call) => {
    const before = receiver.kept.length
    const answer = await fetch(address, { method: 'POST', body: call() })
    expect(answer.status).toBe(500)
    expect(await answer.text()).toContain('<faultstring>The call is not believed: ')
    expect(receiver.kept).toHaveLength(before)
  })

  test('reads a fault that the gateway has signed', async () => {
    expect(await asks('fetch', '--service=Nobody')).toMatchObject({
      code: 2,
      data: '',
      said: { signature: 'valid', fault: 'SCE004', reason: 'Такого сервиса нет' },
    })
  }, 60_000)

  test('does not believe answers that somebody changed on the way', async () => {
    const { messageId } = await self.sends('Pushed', '')
    await told(messageId)
    const another = {
      key: world.file('other.key', keyOf(world.other)),
      certificate: world.file('other.pem', world.other.pair.certificate.pem),
    }
    for (const tamper of Object.values(tamperings(another))) {
      const proxy = await startTamperingProxy(world.gateway, tamper)
      try {
        const guest = world.guests.get(name)!
        const words = [world.material(guest, proxy.address), 'status', messageId]
        const { code, said } = await run(stack.client, words)
        expect({ code, state: said['messageState'] }).toEqual({ code: 1, state: undefined })
        expect(said['signature']).not.toBe('valid')
      } finally {
        await proxy.stop()
      }
    }
  }, 120_000)

  const told = (messageId: string) =>
    receiver.of(messageId, ({ messageState }) => messageState !== undefined)
})

describe('a client that has only JDK 17', () => {
  test('sends, asks, fetches and confirms', async () => {
    const classes = world.file('classes', '').replace(/classes$/, '')
    const sources = ['ShepClient.java', 'ShepAsyncClient.java'].map((file) => join(here, file))
    expect(await run(['javac'], ['-d', classes, ...sources])).toMatchObject({ code: 0 })
    const material = world.material(world.client)
    const asks = (...words: readonly string[]): Promise<Outcome> =>
      run(
        ['java', '-cp', classes, 'ShepAsyncClient'],
        [material, ...words, '--service', 'Answered'],
      )

    const { said } = await asks('send', world.file('question', inline))
    expect(said).toMatchObject({ signature: 'valid', messageId: expect.stringMatching(number) })
    const { messageId = '', correlationId = '' } = said
    expect(inlineOf(await world.provider.gets(messageId))).toBe(inline)
    await world.client.hears(messageId)
    expect((await asks('status', messageId)).said).toEqual({
      signature: 'valid',
      messageState: 'DELIVERED',
      statusCode: 'SCSS001',
    })
    const answer = await world.provider.sends('Answered', 'жауап', {
      messageType: 'RESPONSE',
      correlationId,
    })
    expect((await asks('fetch', '--chain', correlationId)).said).toEqual({
      signature: 'valid',
      messageId: answer.messageId,
      correlationId,
      messageType: 'RESPONSE',
      senderId: 'provider',
      data: 'жауап',
    })
    expect((await asks('confirm', answer.messageId)).said).toEqual({
      signature: 'valid',
      notificationId: expect.stringMatching(number),
    })
    expect((await world.provider.hears(answer.messageId)).messageState).toBe('DELIVERED')
    expect(await asks('confirm', '1')).toMatchObject({
      code: 2,
      said: { signature: 'valid', faultcode: 'ARN502' },
    })
  }, 180_000)
})

describe('xmlsec1 and curl', () => {
  test('send a message, and trust the answer', async () => {
    const words = [
      '--async',
      'Pushed',
      world.material(world.client),
      world.file('question', inline),
    ]
    const { code, data, told } = await run(['sh', join(here, 'send-with-curl.sh')], words)
    expect({ code, told }).toEqual({ code: 0, told: 'http: 200\nsignature: valid\n' })
    const [, messageId = ''] = /<messageId>(\d+)<\/messageId>/.exec(data)!
    expect(inlineOf(await world.provider.gets(messageId))).toBe(inline)
  }, 60_000)

  test('trust what the gateway pushes', async () => {
    const { messageId } = await world.client.sends('Pushed', text)
    await world.client.hears(messageId)
    const [message] = await world.provider.isCalled(messageId)
    const [status] = await world.client.isCalled(messageId)
    const verify = (bytes: Buffer): Promise<Outcome> =>
      run(
        ['xmlsec1', '--verify', '--id-attr:Id', 'http://schemas.xmlsoap.org/soap/envelope/:Body'],
        ['--pubkey-cert-pem', world.gatewayFile, world.file('pushed.xml', bytes.toString())],
      )
    expect((await verify(message!.bytes)).code).toBe(0)
    expect((await verify(status!.bytes)).code).toBe(0)
    const changed = Buffer.from(status!.bytes.toString().replace('SCSS001', 'SCSS002'))
    expect((await verify(changed)).code).toBe(1)
  }, 60_000)
})

test('the page about clients names all of them', () => {
  const page = readFileSync(join(here, '../../docs/protocol/clients.md'), 'utf8')
  for (const { client, receiver } of Object.values(stacks)) {
    const words = [...client, ...receiver('', '').words]
    for (const file of words.filter((word) => word.startsWith(here))) {
      expect(page).toContain(`(../../conformance/interop/${basename(file)})`)
    }
  }
})

interface Outcome {
  readonly code: number
  readonly data: string
  /** `name: value` lines of stderr, or of stdout where it speaks there. */
  readonly said: Readonly<Record<string, string>>
  readonly told: string
}

function run(
  [program = '', ...first]: readonly string[],
  words: readonly string[],
): Promise<Outcome> {
  const env = { ...process.env, NODE_NO_WARNINGS: '1', LC_ALL: 'C' }
  return new Promise((resolve) => {
    execFile(program, [...first, ...words], { env }, (error, data, told) => {
      const lines = (told === '' ? data : told).matchAll(/^(\w+): (.*)$/gm)
      const said = Object.fromEntries(Array.from(lines, ([, name, value]) => [name, value]))
      resolve({ code: error === null ? 0 : Number(error.code), data, said, told })
    })
  })
}

/** Canonical: toolkits write references and quotes in their own ways. */
const inlineOf = ({ data }: AsyncMessage): string =>
  canonicalBytes(data.document, { method: 'exc-c14n', element: data.children()[0]! }).toString()

const keyOf = ({ pair }: Member): string =>
  pair.key.export({ type: 'pkcs8', format: 'pem' }).toString()

/** Everything about it is right but who signed it. */
function signedByAnother(): string {
  const content = [
    '<ns2:sendMessage xmlns:ns2="http://bip.bee.kz/AsyncChannel/v10/Types"><request/></ns2:sendMessage>',
  ]
  return signEnvelope({ content }, world.other.signer).toString()
}
