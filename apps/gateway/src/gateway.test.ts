import { newSessionId } from '@arna/journal'
import { Registry } from '@arna/registry'
import { XmlError } from '@arna/xml'
import { expect, test } from 'vitest'
import type { Received } from './exchange.ts'
import { accept, type Gateway } from './gateway.ts'
import { Turns } from './turns.ts'

const registry = new Registry(
  {
    environment: 'test',
    contour: 'inner',
    organisations: [],
    systems: [],
    services: [],
    connections: [],
  },
  { number: 1, publishedAt: new Date(0) },
)

const received = (bytes: number): Received => ({
  sessionId: newSessionId(),
  receivedAt: new Date(),
  receivedMs: performance.now(),
  remoteAddress: undefined,
  channel: 'sync',
  bytes: Buffer.alloc(bytes),
  language: 'en',
  registry,
})

/** A gateway that reads for a millisecond and refuses; `scans` tells in which turn of the event loop it read. */
function readingGateway(turnOfLoop: () => number): { gateway: Gateway; scans: number[] } {
  const scans: number[] = []
  const scan = (): never => {
    scans.push(turnOfLoop())
    for (const end = performance.now() + 1; performance.now() < end;);
    throw new XmlError('xml-not-well-formed', 'no', { offset: 0, line: 1, column: 1 })
  }
  const gateway = {
    xml: { name: 'arna', scan },
    turns: new Turns(),
    journal: { write: async () => undefined },
    metrics: { observe: () => undefined, answered: () => undefined },
    report: () => undefined,
    now: () => new Date(),
  } as unknown as Gateway
  return { gateway, scans }
}

test('long messages are read one at a time, with a turn of the event loop between them for everybody else', async () => {
  let turn = 0
  let goesOn = true
  const count = (): void => {
    turn++
    if (goesOn) setImmediate(count)
  }
  setImmediate(count)
  const { gateway, scans } = readingGateway(() => turn)
  const lengths = [1_000_000, 1_000_000, 1_000_000, 100, 100]
  const replies = await Promise.all(lengths.map((bytes) => accept(received(bytes), gateway)))
  goesOn = false
  expect(replies.map(({ status }) => status)).toEqual([500, 500, 500, 500, 500])
  const [first, second, ...long] = scans
  // The short ones come first, and at once.
  expect([first, second]).toEqual([0, 0])
  expect(new Set(long).size).toBe(3)
})
