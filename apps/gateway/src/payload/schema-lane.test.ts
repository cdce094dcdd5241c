import { describe, expect, onTestFinished, test } from 'vitest'
import type { SchemaFile, SchemaSubject } from '@arna/xml'
import { type Asker, type LaneLimits, openSchemaLane, type SchemaLane } from './schema-lane.ts'

const schema = (inside: string) => [
  {
    name: 'a.xsd',
    text: `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${inside}</xs:schema>`,
  },
]
const number = schema('<xs:element name="n" type="xs:int"/>')
const many = schema(
  '<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="n" type="xs:int" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>',
)
const document = (text: string) => ({ kind: 'document' as const, bytes: Buffer.from(text) })
const valid = { kind: 'checked', problems: [] }

function lane(limits: Partial<LaneLimits> = {}): SchemaLane {
  const opened = openSchemaLane({ checkMs: 10_000, mostWaiting: 100, ...limits })
  onTestFinished(() => opened.close())
  return opened
}

const checksOf =
  (limits: Partial<LaneLimits> = {}, opened = lane(limits)) =>
  (key: string, files: SchemaFile[], subject: SchemaSubject, asker: Partial<Asker> = {}) =>
    opened.check(key, files, subject, { senderId: 'client', mayBePutOff: true, ...asker })

describe('a lane', () => {
  test('checks one payload after another, each against its own schema', async () => {
    const check = checksOf()
    const words = schema('<xs:element name="w" type="xs:string"/>')
    const verdicts = await Promise.all([
      check('number', number, document('<n>1</n>')),
      check('words', words, document('<w>a</w>')),
      check('number', number, document('<n>x</n>')),
      check('words', words, document('<n>1</n>')),
    ])
    expect(
      verdicts.map((verdict) => verdict.kind === 'checked' && verdict.problems.length),
    ).toEqual([0, 0, 1, 1])
  })

  test('says why files are no schema, every time, and goes on with others', async () => {
    const check = checksOf()
    const broken = schema('<xs:element name="n" type="Nothing"/>')
    for (let time = 0; time < 2; time++) {
      expect(await check('broken', broken, document('<n/>'))).toEqual({
        kind: 'unusable',
        why: expect.stringContaining('Nothing'),
      })
    }
    expect(await check('number', number, document('<n>1</n>'))).toEqual(valid)
  })

  test('gives up a payload that takes too long, and no other', async () => {
    const check = checksOf({ checkMs: 300 })
    // A path is made for every mistake, by counting all elements before it.
    const mistakes = document(`<r>${'<n/>'.repeat(200_000)}</r>`)
    const [hostile, ...quiet] = await Promise.all([
      check('many', many, mistakes),
      check('many', many, document('<r><n>1</n></r>')),
      check('number', number, document('<n>1</n>')),
    ])
    expect(hostile).toEqual({ kind: 'given-up', why: 'it took longer than 0.3 s' })
    expect(quiet).toEqual([valid, valid])
  })

  test('takes the payloads of senders in turn: a long line delays nobody else', async () => {
    const check = checksOf()
    const order: string[] = []
    const ask = async (senderId: string): Promise<void> => {
      await check('number', number, document('<n>1</n>'), { senderId })
      order.push(senderId)
    }
    const greedy = Array.from({ length: 20 }, () => ask('greedy'))
    await Promise.all([...greedy, ask('quiet')])
    // One of the greedy runs when the quiet one comes, and one stands before it.
    expect(order.indexOf('quiet')).toBeLessThanOrEqual(2)
  })

  test('puts a sender off whose line is long, and never what came from a provider', async () => {
    const check = checksOf({ mostWaiting: 2 })
    const ask = (asker: Partial<Asker>) => check('number', number, document('<n>1</n>'), asker)
    const under = [ask({}), ask({}), ask({})]
    expect(await ask({})).toEqual({ kind: 'busy', waiting: 2 })
    expect(await ask({ mayBePutOff: false })).toEqual(valid)
    expect(await ask({ senderId: 'quiet' })).toEqual(valid)
    expect(await Promise.all(under)).toEqual([valid, valid, valid])
  })

  test('does not wait again for a schema that cannot be compiled in time', async () => {
    const check = checksOf({ learnMs: 300 })
    // Each group stands twice in the next one.
    const groups = Array.from({ length: 40 }, (_, index) => {
      const before = `<xs:group ref="g${index - 1}"/>`
      const inside = index === 0 ? '<xs:element name="n"/>' : before + before
      return `<xs:group name="g${index}"><xs:sequence>${inside}</xs:sequence></xs:group>`
    })
    const hostile = schema(
      `${groups.join('')}<xs:element name="r"><xs:complexType><xs:group ref="g39"/></xs:complexType></xs:element>`,
    )
    expect(await check('hostile', hostile, document('<r/>'))).toMatchObject({ kind: 'given-up' })
    expect(await check('number', number, document('<n>1</n>'))).toEqual(valid)
    expect(await check('hostile', hostile, document('<r/>'))).toEqual({
      kind: 'unusable',
      why: 'to read it was given up: it took longer than 0.3 s',
    })
  })

  test('keeps no more schemas than it may, and compiles one anew that fell out', async () => {
    const check = checksOf()
    for (let index = 0; index <= 101; index++) {
      expect(await check(`k${index}`, number, document('<n>1</n>'))).toEqual(valid)
    }
    expect(await check('k0', number, document('<n>1</n>'))).toEqual(valid)
  })

  test('starts again after it has been idle', async () => {
    const opened = lane({ idleMs: 1 })
    const check = checksOf({}, opened)
    expect(await check('number', number, document('<n>1</n>'))).toEqual(valid)
    await opened.close()
    expect(await check('number', number, document('<n>1</n>'))).toEqual(valid)
  })
})
