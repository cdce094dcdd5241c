import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exportLines, headOf } from './proof/export-lines.ts'
import { fileLines } from './proof/journal-file.ts'
import { syslogMessage } from './proof/syslog-lines.ts'
import { verifyFiles } from './proof/verify-files.ts'
import { verifyJournal } from './proof/verify-journal.ts'
import { syslogText } from './syslog.ts'
import { newFolder, openThrowaway, record } from './test-setup/open-throwaway.ts'

/** Half pairs, NUL, line ends, marks of direction and of JSON, anything that a string can hold. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
  fc.constantFrom('\0', '\ud800', '\u2028', '"]\\', '__proto__', '\r\n{"batch":1}', '\ufeff', ''),
)
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))

test('whatever strangers and programs write is stored, proved, exported and proved again', async () => {
  const { journal, database } = await openThrowaway()
  const folder = newFolder()
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(text, text, text, text, number), { minLength: 1, maxLength: 20 }),
      fc.dictionary(text, fc.jsonValue()),
      async (records, data) => {
        await Promise.all([
          ...records.map(([messageId, senderId, detail, waiver, ms]) =>
            journal.write(
              record({
                kind: 'refused',
                messageId,
                senderId,
                detail,
                waiver,
                stageTimes: [{ stage: 'envelope', ms }],
              }),
            ),
          ),
          journal.event({ event: 'login', actor: records[0]![0], data }),
        ])
      },
    ),
    { numRuns: 60 },
  )
  const live = await verifyJournal(database)
  expect(live).toMatchObject({ holds: true, problems: [] })

  const path = join(folder, 'export.jsonl')
  const options = { payloads: 'none' } as const
  const lines: string[] = []
  await exportLines(database, options, async (exported) => {
    for await (const line of fileLines(headOf('export', options, new Date()), exported)) {
      lines.push(line)
    }
  })
  writeFileSync(path, lines.join(''))
  expect(await verifyFiles([path])).toMatchObject({ holds: true, records: live.records })

  const messages: string[] = []
  await exportLines(database, options, async (exported) => {
    for await (const line of exported) {
      const message = syslogMessage(line)
      if (message !== undefined) messages.push(syslogText(message))
    }
  })
  expect(messages).toHaveLength(live.records)
  const isOneLine =
    /^<\d+>1 \S+ \S+ arna - \S+ (\[arna@32473( [a-zA-Z]+="([^"\\\]\p{Cc}]|\\["\\\]])*")+\]) \uFEFF[^\p{Cc}\p{Zl}\p{Zp}]*$/u
  expect(messages.filter((message) => !isOneLine.test(message))).toEqual([])
})
