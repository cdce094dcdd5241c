import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  type BodyContent,
  contractFile,
  dateTime,
  Fault,
  listContractFiles,
  payloadFrom,
  writeFault,
  writeSendMessage,
  writeSendMessageResponse,
} from '@arna/message'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Door, openDoor } from './door.ts'

const execute = promisify(execFile)
const here = import.meta.dirname
const date = dateTime(new Date(0))
const sessionId = '{0f7c9c1e-6a0b-4a53-9f58-2a2f6f1f9d11}'
const types = 'by-namespace/SyncChannel-v10-Types.xsd'

const texts = (content: BodyContent): string => content.map((part) => Buffer.from(part)).join('')

/** What stands in the Body, as our writers make it. */
const samples = {
  'request.xml': texts(
    writeSendMessage(
      {
        messageId: '1',
        correlationId: '2',
        serviceId: 'ECHO',
        messageDate: date,
        routeId: 'R',
        sender: { senderId: 'client', password: 'secret' },
        properties: [{ key: 'A', value: '1' }],
        sessionId,
      },
      payloadFrom('<қ/>'),
    ),
  ),
  'response.xml': texts(
    writeSendMessageResponse(
      {
        messageId: '1',
        correlationId: '2',
        responseDate: date,
        status: { code: 'SCSS001', message: 'я'.repeat(300) },
        sessionId,
      },
      payloadFrom(Buffer.from('<a xmlns="urn:a"/>')),
    ),
  ),
  'fault.xml': /<ns2:SendMessageFault1.*<\/ns2:[^>]*>/s.exec(
    texts(
      writeFault(
        new Fault('provider-fault', 'E1', { subError: { errorCode: 'E1', errorMessage: 'no' } }),
        { at: new Date(0), sessionId },
      ),
    ),
  )![0],
}

describe('toolkits', () => {
  let door: Door
  let folder: string
  let sampleFiles: string[]
  beforeAll(async () => {
    door = await openDoor()
    folder = mkdtempSync(join(tmpdir(), 'wsdl-'))
    sampleFiles = Object.entries(samples).map(([name, text]) => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    })
    for (const name of listContractFiles().filter((file) => file.startsWith('by-namespace/'))) {
      writeFileSync(join(folder, name.slice('by-namespace/'.length)), contractFile(name)!)
    }
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true })
    await door[Symbol.asyncDispose]()
  })

  const echoed = { status: 'SCSS001', data: 'Қазақ <тіл>', fault: 'ARN203' }
  const sent = {
    serviceId: 'ECHO',
    sender: { senderId: 'client', password: 'secret' },
    properties: [
      { key: 'A', value: '1' },
      { key: 'B', value: '2' },
    ],
  }

  test('the JDK compiles ?xsd with default settings and finds what we write valid', async () => {
    const { stdout } = await execute('java', [
      join(here, 'CompileSchemas.java'),
      `${door.address}?xsd=${types}`,
      ...sampleFiles,
    ])
    expect(stdout.trim()).toBe('valid: 3')
  })

  test('xmllint finds what we write valid', async () => {
    const schema = join(folder, 'SyncChannel-v10-Types.xsd')
    const { stderr } = await execute('xmllint', ['--noout', '--schema', schema, ...sampleFiles])
    expect(stderr.trim().split('\n')).toEqual(sampleFiles.map((file) => `${file} validates`))
  })

  test.each(['by-namespace', 'genuine'])('zeep calls through ?wsdl=%s', async (layout) => {
    const { stdout } = await execute('/usr/bin/python3', [
      join(here, 'zeep_client.py'),
      `${door.address}?wsdl=${layout}`,
    ])
    expect(JSON.parse(stdout)).toEqual(echoed)
    expect(door.received.at(-2)).toMatchObject(sent)
  })

  test.each(['by-namespace', 'genuine'])('PHP calls through ?wsdl=%s', async (layout) => {
    const { stdout } = await execute('php', [
      join(here, 'php_client.php'),
      `${door.address}?wsdl=${layout}`,
    ])
    expect(JSON.parse(stdout)).toEqual(echoed)
    expect(door.received.at(-2)).toMatchObject(sent)
  })
})
