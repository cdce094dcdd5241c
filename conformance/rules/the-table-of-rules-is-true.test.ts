import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')

/** Of a table `| xml | rules in `xml/` unless another folder is named |`: the names in it, with their folder. */
function namesIn(table: string): string[] {
  const folder = /rules in `(\w+)\/`/.exec(table)![1]!
  const named = table.matchAll(/`((?:\w+\/)?[a-z\d]+-[a-z\d*-]+)`/g)
  return Array.from(named, ([, name]) => (name!.includes('/') ? name! : `${folder}/${name}`))
}

const tables = readme.match(/^\|.*rules in `\w+\/`.*\n(?:\|.*\n)+/gm) ?? []

const cwd = join(import.meta.dirname, '..')

test.each(tables.flatMap(namesIn))('%s is there', (name) => {
  const places = [`rules/${name}.test.ts`, `${name}.test.ts`, `kill/${basename(name)}.kill.test.ts`]
  expect(globSync(places, { cwd })).not.toEqual([])
})

test('there are four tables', () => {
  expect(tables).toHaveLength(4)
})
