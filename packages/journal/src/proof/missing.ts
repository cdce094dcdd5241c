import { type Dropped, droppedEvent, type DroppedData, payloadTables } from '../dropped.ts'
import type { EventLine } from './chain-line.ts'
import type { Findings } from './proof.ts'

interface MissingOfDay {
  records: number
  firstRecord: string | undefined
  pieces: number
  firstPiece: string | undefined
}

/** What was not there, until the end tells whether it was dropped as the journal itself says. */
export interface Missing {
  record(day: string, count: number, where: string): void
  pieces(day: string, count: number, where: string): void
  /** Events say what was dropped. */
  listen(event: EventLine): void
  judge(findings: Findings): { readonly droppedRecords: number; readonly droppedPieces: number }
}

export function openMissing(): Missing {
  const days = new Map<string, MissingOfDay>()
  const told: Dropped[] = []
  const of = (day: string): MissingOfDay => {
    const found = days.get(day) ?? {
      records: 0,
      firstRecord: undefined,
      pieces: 0,
      firstPiece: undefined,
    }
    days.set(day, found)
    return found
  }

  const judgeOne = (
    what: 'records' | 'pieces',
    ranges: readonly Dropped[],
    findings: Findings,
  ): number => {
    const first = what === 'records' ? 'firstRecord' : 'firstPiece'
    let dropped = 0
    for (const { from, to, rows } of joined(ranges)) {
      const within = [...days].filter(([day]) => day >= from && day <= to)
      const missing = within.reduce((sum, [, one]) => sum + one[what], 0)
      if (missing > rows) {
        const span = from === to ? from : `${from} to ${to}`
        const example = within.find(([, one]) => one[what] > 0)![1][first]
        findings.problem(
          `${missing} ${what} of ${span} are missing, where the journal says that ${rows} were dropped; the first: ${example}`,
        )
      } else dropped += missing
      for (const [, one] of within) one[what] = 0
    }
    for (const [day, one] of days) {
      if (one[what] === 0) continue
      findings.problem(
        `${one[what]} ${what} of ${day} are missing, and no record says that they were dropped: ${one[first]}`,
      )
    }
    return dropped
  }

  return {
    record: (day, count, where) => {
      const found = of(day)
      found.records += count
      found.firstRecord ??= where
    },
    pieces: (day, count, where) => {
      const found = of(day)
      found.pieces += count
      found.firstPiece ??= where
    },
    listen: (event) => {
      if (event.event !== droppedEvent) return
      const { dropped, carried } = (JSON.parse(event.data) ?? {}) as Partial<DroppedData>
      told.push(...[dropped, ...(Array.isArray(carried) ? carried : [])].filter(isDropped))
    },
    judge: (findings) => ({
      droppedRecords: judgeOne('records', told.filter(isOfRecords), findings),
      droppedPieces: judgeOne(
        'pieces',
        told.filter((one) => !isOfRecords(one)),
        findings,
      ),
    }),
  }
}

function isDropped(value: Partial<Dropped> | null | undefined): value is Dropped {
  const { table, from, to, rows } = value ?? {}
  return (
    typeof table === 'string' &&
    typeof from === 'string' &&
    typeof to === 'string' &&
    typeof rows === 'number'
  )
}

const isOfRecords = ({ table }: Dropped): boolean => !payloadTables.includes(table)

/**
 * Ranges that have days in common as one, with the rows of all: a digest does not say of which table its record was.
 * What an event told, and a later one that carried it on, counts once.
 */
function joined(ranges: readonly Dropped[]): { from: string; to: string; rows: number }[] {
  const distinct = ranges.filter(
    (one, index) =>
      !ranges.some(
        (other, at) =>
          other.table === one.table &&
          other.from <= one.from &&
          other.to >= one.to &&
          (other.from < one.from || other.to > one.to || at < index),
      ),
  )
  const whole: { from: string; to: string; rows: number }[] = []
  for (const { from, to, rows } of distinct.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = whole.at(-1)
    if (last === undefined || last.to < from) whole.push({ from, to, rows })
    else {
      last.rows += rows
      if (to > last.to) last.to = to
    }
  }
  return whole
}
