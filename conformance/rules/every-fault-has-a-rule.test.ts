import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { faultCodes } from '@arna/message'
import { describe, expect, test } from 'vitest'

const folder = import.meta.dirname
/** What only the asynchronous channel says is provoked in a world that has it. */
const folders = [folder, join(folder, '../asynchronous')]
const rules = folders.flatMap((from) =>
  readdirSync(from, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && name !== basename(import.meta.filename))
    .map((name) => readFileSync(join(from, name), 'utf8')),
)
const page = readFileSync(join(folder, '../../docs/protocol/faults.md'), 'utf8')

describe.each(faultCodes)('%s', (code) => {
  test('is provoked by a rule', () => {
    expect(rules.filter((text) => new RegExp(`['>]${code}['\\b]`).test(text))).not.toEqual([])
  })

  test('has a section in docs/protocol/faults.md', () => {
    expect(page.split('\n')).toContain(`### ${code}`)
  })
})
