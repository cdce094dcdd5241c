import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'arna-arrows-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** One forbidden import for each rule: [rule, the file that imports, what it imports]. */
const forbidden: readonly [rule: string, from: string, to: string][] = [
  ['xml-imports-only-what-lies-below', 'packages/xml/src/a.ts', 'packages/message/src/index.ts'],
  ['gost-imports-only-what-lies-below', 'packages/gost/src/a.ts', 'packages/xml/src/index.ts'],
  [
    'message-imports-only-what-lies-below',
    'packages/message/src/a.ts',
    'packages/pki/src/index.ts',
  ],
  ['pki-imports-only-what-lies-below', 'packages/pki/src/a.ts', 'packages/message/src/index.ts'],
  [
    'database-imports-only-what-lies-below',
    'packages/database/src/a.ts',
    'packages/registry/src/index.ts',
  ],
  [
    'xml-security-imports-only-what-lies-below',
    'packages/xml-security/src/a.ts',
    'packages/database/src/index.ts',
  ],
  [
    'registry-imports-only-what-lies-below',
    'packages/registry/src/a.ts',
    'packages/sdk/src/index.ts',
  ],
  [
    'journal-imports-only-what-lies-below',
    'packages/journal/src/a.ts',
    'packages/registry/src/index.ts',
  ],
  [
    'delivery-imports-only-what-lies-below',
    'packages/delivery/src/a.ts',
    'packages/registry/src/index.ts',
  ],
  ['sdk-imports-only-what-lies-below', 'packages/sdk/src/a.ts', 'packages/registry/src/index.ts'],
  ['doctor-imports-only-what-lies-below', 'packages/doctor/src/a.ts', 'packages/sdk/src/index.ts'],
  ['packages-import-no-app-stand-or-adapter', 'packages/sdk/src/b.ts', 'apps/cli/src/index.ts'],
  ['adapters-import-no-app-or-stand', 'adapters/pos/src/a.ts', 'stands/pos/src/index.ts'],
  ['apps-never-import-each-other', 'apps/gateway/src/a.ts', 'apps/cli/src/index.ts'],
  ['stands-never-import-each-other-or-apps', 'stands/pos/src/a.ts', 'apps/cli/src/index.ts'],
  [
    'conformance-and-bench-see-apps-only-from-outside',
    'conformance/rules/a.ts',
    'apps/gateway/src/gateway.ts',
  ],
  ['only-through-the-face', 'apps/cli/src/b.ts', 'packages/xml/src/scanner.ts'],
  ['testing-is-for-tests', 'apps/cli/src/c.ts', 'packages/testing/src/index.ts'],
  [
    'stages-import-only-exchange-and-packages',
    'apps/gateway/src/route/route.ts',
    'apps/gateway/src/deliver/deliver.ts',
  ],
  [
    'exchange-holds-types-and-imports-no-stage',
    'apps/gateway/src/exchange.ts',
    'apps/gateway/src/route/route.ts',
  ],
  [
    'packages-open-no-listening-socket',
    'packages/registry/src/b.ts',
    'node_modules/fastify/index.ts',
  ],
  ['no-cycles', 'packages/xml/src/one.ts', 'packages/xml/src/two.ts'],
]

test('every rule about arrows refuses the import that it is there for', { timeout: 60_000 }, () => {
  for (const [, , to] of forbidden) write(to, 'export const there = 1\n')
  for (const [, from, to] of forbidden) {
    const path = relative(dirname(from), to)
    write(from, `export { there } from '${path.startsWith('.') ? path : `./${path}`}'\n`)
  }
  write('packages/xml/src/two.ts', `export { there } from './one.ts'\n`)
  write('packages/xml/src/lost.ts', `export { there } from './nowhere.ts'\n`)
  symlinkSync(join(root, '.dependency-cruiser.mjs'), join(folder, '.dependency-cruiser.mjs'))

  const { summary } = cruise()

  const expected = [
    ...forbidden.map(([rule, from]) => `${rule}: ${from}`),
    'resolvable: packages/xml/src/lost.ts',
  ]
  const found = summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`)
  expect(expected.filter((violation) => !found.includes(violation))).toEqual([])
  const rules = new Set(summary.ruleSetUsed.forbidden.map(({ name }) => name))
  expect(rules).toEqual(new Set(expected.map((violation) => violation.split(':')[0])))
})

interface Cruise {
  readonly summary: {
    readonly violations: readonly {
      readonly rule: { readonly name: string }
      readonly from: string
    }[]
    readonly ruleSetUsed: { readonly forbidden: readonly { readonly name: string }[] }
  }
}

function cruise(): Cruise {
  const bin = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const folders = ['packages', 'adapters', 'stands', 'apps', 'conformance', 'node_modules']
  const options = { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const
  const args = [bin, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...folders]
  return JSON.parse(execFileSync(process.execPath, args, options)) as Cruise
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}
