import { cpus } from 'node:os'
import type { Row } from './row.ts'

/** The rows for people, and below them what stands behind the numbers. */
export function table(rows: readonly Row[]): string {
  const head = ['id', 'Arna', 'peer', 'ratio', 'target', '', 'unit', 'against']
  const lines = rows.map((row) => [
    row.id,
    shown(row.arna),
    shown(row.peerValue),
    row.ratio === null ? '–' : row.ratio.toFixed(2),
    `${row.better === 'higher' ? '≥' : '≤'} ${row.target}`,
    verdict(row),
    row.unit,
    row.skipped === undefined ? row.peer : `${row.peer}: skipped, ${row.skipped}`,
  ])
  const widths = head.map((_, column) =>
    Math.max(...[head, ...lines].map((line) => line[column]!.length)),
  )
  const write = (line: readonly string[]): string =>
    line
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd()
  const [cpu] = cpus()
  return [
    write(head),
    write(widths.map((width) => '─'.repeat(width))),
    ...lines.map(write),
    '',
    ...rows.flatMap(({ id, note }) => (note === undefined ? [] : [`${id}: ${note}`])),
    `Medians of ${Math.max(...rows.map(({ runs }) => runs), 0)} runs in turns, ${cpu?.model ?? 'unknown processor'}, Node ${process.versions.node}. What every peer does and does not do: bench/README.md.`,
  ].join('\n')
}

function verdict({ met }: Row): string {
  if (met === null) return ''
  return met ? 'met' : 'MISSED'
}

const shown = (value: number | null): string =>
  value === null ? '–' : value.toLocaleString('en', { maximumSignificantDigits: 4 })
