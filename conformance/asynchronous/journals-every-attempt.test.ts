import { afterAll, beforeAll, expect, test } from 'vitest'
import { arna } from './arna.ts'
import { type AsyncWorld, startAsyncWorld } from './async-world.ts'
import { answersAFault, atFirst } from './behaviours.ts'
import { refused } from './knock.ts'

let world: AsyncWorld
let pushed: string
let fetched: string

/** A day of the channel: taken at the second time, fetched, refused, repeated. */
beforeAll(async () => {
  world = await startAsyncWorld({
    maxTimeSeconds: 30,
    more: { Pull: { requests: 'pull', leaseSeconds: 300 } },
  })
  const { client, other, provider } = world
  provider.behaviour = atFirst({ Pushed: answersAFault(provider.signer) })
  const bytes = client.signs('Pushed', 'құпия мәтін')
  const { text } = await client.posts(bytes)
  pushed = /<messageId>(\d+)</.exec(text)![1]!
  await client.hears(pushed)
  await client.posts(bytes)
  await client.statusOf(pushed)
  await refused(other.statusOf(pushed), 'message-unknown')
  fetched = (await client.sends('Pull', 'құпия мәтін')).messageId
  await provider.fetches('Pull', { messageId: fetched })
  const verdict = { messageId: fetched, serviceId: 'Pull', isAccepted: false }
  await provider.says({ ...verdict, isToBeResent: true })
  await provider.says(verdict)
  await client.hears(fetched)
})
afterAll(() => world.stop())

interface Traced {
  readonly senderId: string
  readonly repeatOf?: string
  readonly records: readonly {
    readonly kind: string
    readonly fault?: string
    readonly detail?: string
  }[]
}

const trace = async (id: string): Promise<Traced[]> =>
  JSON.parse(await arna(world, 'trace', id, '--json'))

/** The record of the last thing that the gateway did comes after its answer. */
async function traced(id: string, count: number): Promise<Traced[]> {
  await expect.poll(() => trace(id)).toHaveLength(count)
  return trace(id)
}

test('every exchange and every attempt is a record under the number of the message', async () => {
  const exchanges = await traced(pushed, 7)
  const said = exchanges.map(({ senderId, repeatOf, records }) => {
    const [last] = records.slice(-1)
    return [senderId, last!.kind, last!.fault ?? '', repeatOf === undefined ? '' : 'repeat']
      .join(' ')
      .trim()
  })
  expect(said.toSorted()).toEqual(
    [
      'client finished', // accepted
      'client refused provider-fault', // the first attempt
      'client finished', // the second
      'client finished', // its status
      'client finished  repeat',
      'client finished', // getMessageStatus
      'other refused message-unknown',
    ].toSorted(),
  )
})

test('so are fetching and both verdicts', async () => {
  const exchanges = await traced(fetched, 5)
  expect(exchanges.map(({ senderId }) => senderId).toSorted()).toEqual([
    'client', // accepted
    'client', // its status
    'provider', // fetched
    'provider', // RESEND
    'provider', // NOT_RESEND
  ])
})

test('what was fetched with everything else is found under its own number', async () => {
  const { client, provider } = world
  const { messageId } = await client.sends('Pull', 'one of several')
  await client.sends('Pull', 'another one')
  const { messages } = await provider.fetches('Pull')
  expect(messages.map((one) => one.messageId)).toContain(messageId)
  const said = (await trace(messageId)).flatMap(({ records }) => records)
  expect(said.map(({ detail }) => detail)).toContainEqual(
    expect.stringMatching(/^fetched by provider, session \{[\da-f-]+\}$/),
  )
  for (const one of messages) {
    await provider.says({ messageId: one.messageId!, serviceId: 'Pull', isAccepted: true })
  }
})

test('the password is in no view and in no row', async () => {
  const passwords = ['client', 'provider', 'other'].map((name) => `the password of ${name}`)
  for (const id of [pushed, fetched]) {
    const view = await arna(world, 'journal', 'show', id, '--journal-key', world.journalKeyFile)
    expect(view).toContain('құпия мәтін')
    for (const password of passwords) expect(view).not.toContain(password)
  }
  const tables = await world.database.query<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const secrets = [...passwords, 'құпия мәтін'].flatMap((text) => [
    text,
    Buffer.from(text).toString('hex'),
  ])
  for (const { name } of tables) {
    const found = await world.database.query(
      `select 1 from ${name} as t where exists (select from unnest($1::text[]) as secret where position(secret in t::text) > 0)`,
      [secrets],
    )
    expect(found, name).toEqual([])
  }
})

test('nothing of a message that has ended lies in the store', async () => {
  const { database } = world
  await expect.poll(() => database.query('select id from delivery')).toEqual([])
  expect(await database.query('select id from delivery_content')).toEqual([])
})

test('the journal holds after all of it', async () => {
  expect(JSON.parse(await arna(world, 'journal', 'verify', '--json'))).toMatchObject({
    holds: true,
    problems: [],
  })
})
