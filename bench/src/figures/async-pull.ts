import { join } from 'node:path'
import { ends, fetch } from '@arna/delivery'
import { openStore, type Store } from '../asynchronous/store.ts'
import { withServer } from '../asynchronous/with-server.ts'
import type { Figure } from '../figure.ts'
import { payload } from '../payload.ts'
import { compare, median } from '../row.ts'

const rounds = 5
const perRound = 4_000
const waiting = 50_000
/** A receiver asks for so many at a time, over so many connections. */
const amount = 20
const askers = 8
const leastPerSecond = 5_000

const content = Buffer.from(payload(2 * 1024))

/** What a receiver fetches, from the store: found, leased, read, decrypted, ended. */
export const asyncPull: Figure = {
  ids: ['async-pull'],
  measure: ({ folder }) =>
    withServer(join(folder, 'async-pull'), async (databaseUrl) => {
      const store = await openStore(databaseUrl, join(folder, 'async-pull'))
      try {
        const { many, one } = await measure(store)
        return [
          compare(
            {
              id: 'async-pull',
              figure: `messages of 2 KB fetched ${amount} at a time and ended, ${askers} askers, from ${waiting.toLocaleString('en')} that wait`,
              unit: 'messages/s',
              peer: `${leastPerSecond.toLocaleString('en')} a second`,
              target: 1,
              better: 'higher',
              note: `one asker alone gets ${Math.round(median(one))} messages/s`,
            },
            many,
            many.map(() => leastPerSecond),
          ),
        ]
      } finally {
        await store.close()
      }
    }),
}

async function measure(store: Store) {
  const ids = await fill(store)
  const fetched = new Set<number>()
  const round = async (number: number): Promise<number> => {
    const start = performance.now()
    const before = fetched.size
    const ask = async (): Promise<void> => {
      while (fetched.size - before < perRound) await pull(store, fetched)
    }
    await Promise.all(Array.from({ length: number }, ask))
    return ((fetched.size - before) * 1000) / (performance.now() - start)
  }
  await round(askers)
  const many: number[] = []
  const one: number[] = []
  for (let number = 0; number < rounds; number++) {
    many.push(await round(askers))
    one.push(await round(1))
  }
  await nothingIsLost(store, ids, fetched)
  return { many, one }
}

async function fill(store: Store): Promise<number[]> {
  const ids: number[] = []
  while (ids.length < waiting) {
    ids.push(...(await Promise.all(Array.from({ length: 1_000 }, () => store.accept(content)))))
  }
  await store.database.query('vacuum (analyze)')
  return ids
}

async function pull(store: Store, fetched: Set<number>): Promise<void> {
  const messages = await fetch(store.database, {
    queues: [store.queue],
    limit: amount,
    leaseSeconds: 300,
    mostBytes: 16 * 1024 * 1024,
  })
  for (const { id, content: sealed } of messages) {
    if (fetched.has(id)) throw new Error(`the message ${id} was given twice`)
    fetched.add(id)
    if (!store.open(id, sealed).equals(content)) throw new Error('the content is another one')
  }
  const ended = await Promise.all(messages.map((message) => store.end(message, ends.fetched)))
  if (ended.includes(false)) throw new Error('a message had ended before it was fetched')
}

async function nothingIsLost(store: Store, ids: readonly number[], fetched: Set<number>) {
  const rows = await store.database.query<{ id: number }>('select id from delivery')
  const there = new Set([...fetched, ...rows.map(({ id }) => id)])
  if (there.size !== ids.length || fetched.size + rows.length !== ids.length) {
    throw new Error(`of ${ids.length} messages ${fetched.size} were fetched, ${rows.length} wait`)
  }
}
