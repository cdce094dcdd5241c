import type { MessageRecord, Payloads } from '@arna/journal'
import { describe, expect, test } from 'vitest'
import { OwedOutcomes } from './owed-outcomes.ts'

const outcome = (sessionId: string): MessageRecord => ({
  kind: 'finished',
  sessionId,
  stageTimes: [],
})

/** A journal that is away until it is told otherwise, and what it took. */
function fickleJournal() {
  const taken: { record: MessageRecord; payloads: Payloads | undefined }[] = []
  const state = { away: true }
  let heard: (() => void) | undefined
  return {
    taken,
    state,
    takes: (count: number) =>
      new Promise<void>((resolve) => {
        heard = () => taken.length >= count && resolve()
        heard()
      }),
    write: (record: MessageRecord, payloads?: Payloads): Promise<void> => {
      if (state.away) return Promise.reject(new Error('away'))
      taken.push({ record, payloads })
      heard?.()
      return Promise.resolve()
    },
  }
}

describe('outcomes that the journal could not take', () => {
  test('are written with their answers once it takes records again', async () => {
    const journal = fickleJournal()
    const owed = new OwedOutcomes(journal, () => expect.unreachable('nothing may be lost'))
    for (const id of ['1', '2', '3']) owed.add(outcome(id), { reply: { bytes: Buffer.from(id) } })
    expect(owed.count).toBe(3)
    journal.state.away = false
    await journal.takes(3)
    expect(
      journal.taken.map(({ record, payloads }) => [
        record.sessionId,
        String(payloads?.reply?.bytes),
      ]),
    ).toEqual([
      ['1', '1'],
      ['2', '2'],
      ['3', '3'],
    ])
    await owed.close()
    expect(owed.count).toBe(0)
  })

  test('keep the record when their answers would fill the memory', async () => {
    const journal = fickleJournal()
    const owed = new OwedOutcomes(journal, () => expect.unreachable('nothing may be lost'))
    const large = { reply: { bytes: Buffer.alloc(40 * 1024 * 1024) } }
    owed.add(outcome('kept whole'), large)
    owed.add(outcome('kept without its answer'), large)
    journal.state.away = false
    await owed.close()
    expect(
      journal.taken.map(
        ({ payloads }) => (payloads?.reply?.bytes as Buffer | undefined)?.byteLength,
      ),
    ).toEqual([40 * 1024 * 1024, undefined])
  })

  test('that a stop outlasts are told', async () => {
    const journal = fickleJournal()
    const lost: string[] = []
    const owed = new OwedOutcomes(journal, ({ sessionId }) => lost.push(sessionId))
    owed.add(outcome('lost'), {})
    await owed.close()
    expect(lost).toEqual(['lost'])
  })
})
