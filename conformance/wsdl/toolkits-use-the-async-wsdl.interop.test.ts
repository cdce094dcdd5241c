import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { contractFile, listContractFiles } from '@arna/message'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AsyncDoor, openAsyncDoor, openReceiverDoor, type ReceiverDoor } from './async-door.ts'
import { asyncSamples } from './async-samples.ts'

const execute = promisify(execFile)
const here = import.meta.dirname

describe('toolkits', () => {
  let door: AsyncDoor
  let receiver: ReceiverDoor
  let folder: string
  beforeAll(async () => {
    door = await openAsyncDoor()
    receiver = await openReceiverDoor()
    folder = mkdtempSync(join(tmpdir(), 'wsdl-'))
    for (const name of listContractFiles().filter((file) => file.startsWith('by-namespace/'))) {
      writeFileSync(join(folder, name.slice('by-namespace/'.length)), contractFile(name)!)
    }
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true })
    await receiver[Symbol.asyncDispose]()
    await door[Symbol.asyncDispose]()
  })

  const filesOf = (samples: Readonly<Record<string, string>>): string[] =>
    Object.entries(samples).map(([name, text]) => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    })

  test.each(Object.entries(asyncSamples))(
    'the JDK compiles ?xsd=…/%s with default settings and finds what we write valid',
    async (schema, samples) => {
      const files = filesOf(samples)
      const { stdout } = await execute('java', [
        join(here, 'CompileSchemas.java'),
        `${door.address}?xsd=by-namespace/${schema}`,
        ...files,
      ])
      expect(stdout.trim()).toBe(`valid: ${files.length}`)
    },
    60_000,
  )

  test.each(Object.entries(asyncSamples))(
    'xmllint finds what we write valid by %s',
    async (schema, samples) => {
      const files = filesOf(samples)
      const words = ['--noout', '--schema', join(folder, schema), ...files]
      const { stderr } = await execute('xmllint', words)
      expect(stderr.trim().split('\n')).toEqual(files.map((file) => `${file} validates`))
    },
  )

  const answered = {
    messageId: '1',
    correlationId: '2',
    notificationId: '3',
    statusCode: 'SCSS001',
    fetched: '2',
    data: 'Қазақ <тіл>',
    pushed: '2',
    told: '{0f7c9c1e-6a0b-4a53-9f58-2a2f6f1f9d11}',
    faults: ['ARN203', 'ARN203', 'ARN203', 'ARN203', 'SCE909', 'SCE909'],
  }
  const sender = { senderId: 'client', password: 'secret' }
  const message = {
    serviceId: 'ECHO',
    messageType: 'REQUEST',
    sender,
    properties: [
      { key: 'A', value: '1' },
      { key: 'B', value: '2' },
    ],
  }
  const notification = {
    messageId: '1',
    isAccepted: false,
    isToBeResent: true,
    error: { errorCode: 'E1', errorMessage: 'нет' },
  }

  test.each(
    [
      { stack: 'zeep', words: ['/usr/bin/python3', join(here, 'zeep_async_client.py')] },
      { stack: 'PHP', words: ['php', join(here, 'php_async_client.php')] },
    ].flatMap((one) =>
      [
        ['by-namespace', 'client'],
        ['genuine', 'client-genuine'],
      ].map((layouts) => ({ ...one, layouts })),
    ),
  )(
    '$stack asks and pushes through ?wsdl=$layouts',
    async ({ words: [program = '', script = ''], layouts: [layout, clientLayout] }) => {
      const [sent, pushed] = [door.received.length, receiver.received.length]
      const { stdout } = await execute(program, [
        script,
        `${door.address}?wsdl=${layout}`,
        `${door.address}?wsdl=${clientLayout}`,
        receiver.address,
      ])
      expect(JSON.parse(stdout)).toEqual(answered)
      const asked = Object.groupBy(door.received.slice(sent), ({ operation }) => operation)
      expect(asked.sendMessage![0]).toMatchObject(message)
      expect(asked.sendDeliveryNotification![0]).toMatchObject(notification)
      expect(asked.getMessageStatus![0]).toMatchObject({ messageId: '1', sender })
      expect(asked.getMessages![0]).toMatchObject({ serviceId: 'ECHO', amount: 5, sender })
      expect(receiver.received.slice(pushed, pushed + 2)).toMatchObject([
        { ...message, messageId: '1', correlationId: '2' },
        { notificationId: '7', messageState: 'DELIVERED', status: { code: 'SCSS001' } },
      ])
    },
    60_000,
  )
})
