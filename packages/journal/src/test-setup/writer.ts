/** A process that writes without end and says which sessions were acknowledged, until somebody kills it. */
import { openDatabase } from '@arna/database'
import { openJournal } from '../journal.ts'
import { readJournalKey } from '../journal-key.ts'
import { newSessionId } from '../session-id.ts'

const [url = '', keyFile = ''] = process.argv.slice(2)
const journal = await openJournal(openDatabase(url), {
  instance: 'victim',
  key: readJournalKey(keyFile),
  onError: () => {},
})

const writeOn = async (size: number): Promise<never> => {
  for (;;) {
    const sessionId = newSessionId()
    const request = { bytes: Buffer.alloc(size, 'x'), cut: [{ start: 1, end: 5 }] }
    await journal.admit({ kind: 'admitted', sessionId, stageTimes: [] }, request, undefined, 30)
    process.stdout.write(`${sessionId} admitted\n`)
    const reply = { bytes: Buffer.alloc(size, 'y') }
    await journal.write({ kind: 'finished', sessionId, stageTimes: [] }, { reply })
    process.stdout.write(`${sessionId} finished\n`)
  }
}

await Promise.all([...Array.from({ length: 16 }, () => writeOn(500)), writeOn(700_000)])
