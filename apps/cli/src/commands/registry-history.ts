import { publicationHistory } from '@arna/registry'
import type { Command } from '../command.ts'
import { withDatabase } from '../database.ts'
import { publicationNumber } from '../publication-number.ts'
import { placeName } from '../registry-file.ts'
import { placeOf, placeOptions } from '../registry-in-question.ts'
import { registryDatabase } from '../registry-place.ts'
import { databaseOption } from '../database.ts'
import { visible } from '../visible.ts'

/** `arna registry history`: the publications, newest first. */
export const registryHistory: Command = {
  name: 'registry history',
  summary: 'list the publications: number, time, who, changes, why',
  words: '',
  wordCount: [0, 0],
  options: {
    database: databaseOption,
    demo: { value: 'GATEWAY', help: 'database of the running demo: test-inner, …' },
    ...placeOptions,
    last: { value: 'N', help: 'so many; 20 when left out' },
  },
  examples: [
    ['arna registry history --demo test-inner', 'the last 20 publications of the demo'],
    [
      'arna registry history --environment production --contour inner --last 500 --json',
      'for programs',
    ],
  ],
  notes: `It is a list of what the database says. Who and why stand signed in each snapshot: arna registry diff --number N proves
the signatures.`,
  async run(given, context) {
    const where = registryDatabase(given, context)
    const place = placeOf(given, where.place)
    const last = publicationNumber(given, 'last') ?? 20
    const all = await withDatabase(
      where.url,
      (database) => publicationHistory(database, place, last),
      { ofDemo: where.place !== undefined },
    )
    if (context.json) {
      context.write(`${JSON.stringify(all)}\n`)
      return 0
    }
    if (all.length === 0) context.say(`nothing was published for ${placeName(place)} yet`)
    for (const { number, publishedAt, publishedBy, changes, reason } of all) {
      const count =
        changes === null ? '? changes' : `${changes} ${changes === 1 ? 'change' : 'changes'}`
      const words = [
        String(number).padStart(6),
        publishedAt.toISOString(),
        visible(publishedBy ?? '–').padEnd(16),
        count.padEnd(12),
      ]
      context.write(`${[...words, visible(reason ?? '–')].join('  ')}\n`)
    }
    return 0
  },
}
