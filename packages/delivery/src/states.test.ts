import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type EndMove, ends } from './states.ts'

const page = readFileSync(join(import.meta.dirname, '../../../docs/protocol/delivery.md'), 'utf8')

test('the specification names every end, its state, who causes it and what the sender is told, and no other', () => {
  const [, section = ''] = page.split('## How a message ends')
  const [table = ''] = section.split('\n## ')
  const rows = table
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
  const specified = rows.map(([, move, state, by, , status]) => [move, { state, by, status }])
  const coded: [string, EndMove][] = Object.entries(ends)
  expect(specified).toEqual(coded)
})
