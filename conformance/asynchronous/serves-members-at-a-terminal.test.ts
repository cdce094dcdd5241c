import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { memberAt, type Terminal } from './terminal.ts'
import { type AsyncWorld, startAsyncWorld } from './async-world.ts'

let world: AsyncWorld
let client: Terminal
let provider: Terminal

beforeAll(async () => {
  world = await startAsyncWorld({ more: { Pull: { requests: 'pull', leaseSeconds: 300 } } })
  client = memberAt(world.client, world)
  provider = memberAt(world.provider, world)
})
afterAll(async () => {
  client.leave()
  provider.leave()
  await world.stop()
})

const send = (...words: string[]) => client.arna('send', 'payload.xml', '--async', ...words)

async function sent(...words: string[]): Promise<{ messageId: string; correlationId: string }> {
  const { stdout } = await send('--json', ...words)
  return JSON.parse(stdout)
}

test('a message is sent, and its end awaited', async () => {
  const { code, stdout, stderr } = await send('--service', 'Pushed', '--wait')
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(/^accepted \(\d+ ms\)/),
  })
  expect(stdout).toMatch(
    /^messageId {6}\d+\ncorrelationId {2}\d+\nstate {10}DELIVERED {2}SCSS001 .+\n$/,
  )
  const [, messageId = ''] = /^messageId +(\d+)$/m.exec(stdout) ?? []
  const { data } = await world.provider.gets(messageId)
  expect(data.children()[0]?.text()).toBe('Сәлем')
}, 60_000)

test('a message of a chain is sent with its type and its chain', async () => {
  const { correlationId } = await sent('--service', 'Pushed')
  const words = ['--service', 'Pushed', '--type', 'UPDATE', '--correlation-id', correlationId]
  const { messageId } = await sent(...words)
  expect(await world.provider.gets(messageId)).toMatchObject({
    messageType: 'UPDATE',
    correlationId,
  })
}, 60_000)

test('what waits is fetched into a folder and accepted once it is there', async () => {
  const { messageId } = await sent('--service', 'Pull')
  expect((await client.arna('status', messageId)).stdout).toMatch(/^ON_DELIVERY {2}ARN510 /)
  const words = ['messages', 'Pull', '--out', 'inbox', '--accept']
  const { code, stdout, stderr } = await provider.arna(...words)
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
  expect(stderr).toContain(`REQUEST ${messageId} of chain `)
  expect(stderr).toMatch(/\n1 fetched and accepted\n$/)
  const inbox = join(provider.folder, 'inbox')
  expect(readdirSync(inbox)).toEqual([`${messageId}.xml`])
  expect(readFileSync(join(inbox, `${messageId}.xml`), 'utf8')).toContain('Сәлем')
  const status = await client.arna('status', messageId)
  expect(status).toMatchObject({ code: 0, stdout: expect.stringMatching(/^DELIVERED {2}SCSS001 /) })
  expect(await provider.arna(...words)).toEqual({ code: 0, stdout: '', stderr: 'nothing waits\n' })
}, 60_000)

test('what is not confirmed is said to come again, and is fetched again by its number', async () => {
  const { messageId } = await sent('--service', 'Pull')
  const first = await provider.arna('messages', 'Pull')
  expect(first.stdout).toBe('<ask xmlns="urn:q">Сәлем</ask>\n')
  expect(first.stderr).toContain('1 fetched, not confirmed: give --accept or --refuse')
  const again = ['messages', 'Pull', '--message-id', messageId, '--json', '--accept']
  expect(JSON.parse((await provider.arna(...again)).stdout)).toMatchObject([
    { messageId, messageType: 'REQUEST', sender: 'client', data: expect.stringContaining('Сәлем') },
  ])
}, 60_000)

test('what is refused is told to its sender with the reason', async () => {
  const { messageId } = await sent('--service', 'Pull')
  const words = ['messages', 'Pull', '--refuse', '--reason', 'no such person']
  expect((await provider.arna(...words)).stderr).toMatch(/\n1 fetched and refused\n$/)
  expect(await world.client.hears(messageId)).toMatchObject({
    messageState: 'NOT_DELIVERED',
    error: { errorCode: 'REFUSED', errorMessage: 'no such person' },
  })
  expect(await client.arna('status', messageId)).toMatchObject({ code: 1 })
}, 60_000)

test('a fault says who must mend what', async () => {
  const refused = await client.arna('send', 'payload.xml', '--async', '--service', 'Nothing')
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toContain('to be mended by the sender\n')
  const unknown = await client.arna('status', '999999')
  expect(unknown).toMatchObject({ code: 1, stdout: '' })
  expect(unknown.stderr).toContain('message-unknown')
}, 60_000)
