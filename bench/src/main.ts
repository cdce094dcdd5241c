import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Figure } from './figure.ts'
import { asyncAccept } from './figures/async-accept.ts'
import { asyncBacklog } from './figures/async-backlog.ts'
import { asyncEndToEnd } from './figures/async-end-to-end.ts'
import { asyncPull } from './figures/async-pull.ts'
import { asyncQueue } from './figures/async-queue.ts'
import { hopFigures } from './figures/hop.ts'
import { journal } from './figures/journal.ts'
import { latency } from './figures/latency.ts'
import { marginalTime } from './figures/marginal-time.ts'
import { memory } from './figures/memory.ts'
import { quiet } from './figures/quiet.ts'
import { verifyAndSign } from './figures/verify-and-sign.ts'
import { verifyFigures } from './figures/verify.ts'
import { sender } from './messages.ts'
import type { Row } from './row.ts'
import { table } from './table.ts'

const figures: readonly Figure[] = [
  ...verifyFigures,
  verifyAndSign,
  marginalTime,
  ...hopFigures,
  latency,
  quiet,
  memory,
  journal,
  ...asyncAccept,
  asyncEndToEnd,
  asyncBacklog,
  asyncPull,
  asyncQueue,
]

async function main(asked: readonly string[]): Promise<number> {
  const known = figures.flatMap(({ ids }) => ids)
  const unknown = asked.filter((id) => !known.includes(id))
  if (unknown.length > 0) {
    console.error(`no figure is called ${unknown.join(', ')}; there are: ${known.join(', ')}`)
    return 2
  }
  const wanted = (id: string): boolean => asked.length === 0 || asked.includes(id)
  const folder = mkdtempSync(join(place, 'arna-bench-'))
  const rows: Row[] = []
  try {
    const bench = { folder, sender: await sender(folder), wanted }
    for (const figure of figures) {
      if (!figure.ids.some(wanted)) continue
      console.log(figure.ids.filter(wanted).join(', '))
      rows.push(...(await figure.measure(bench)))
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  console.log(`\n${table(rows)}`)
  mkdirSync(results, { recursive: true })
  writeFileSync(latest, `${JSON.stringify(inOrder(rows, known), null, 2)}\n`)
  return 0
}

/** A file system on a disk: /tmp may be memory, where everything is durable at once. */
const place = existsSync('/var/tmp') ? '/var/tmp' : tmpdir()

const results = new URL('../results/', import.meta.url)
const latest = new URL('latest.json', results)

/** What was measured now, and of the runs before the rows that were not asked for this time. */
function inOrder(rows: readonly Row[], known: readonly string[]): Row[] {
  const before: Row[] = existsSync(latest) ? JSON.parse(readFileSync(latest, 'utf8')) : []
  return known.flatMap((id) => {
    const row = [...rows, ...before].find((one) => one.id === id)
    return row === undefined ? [] : [row]
  })
}

process.exitCode = await main(process.argv.slice(2))
