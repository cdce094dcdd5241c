import { firstPrevious, type Seal, type SealedHead, sealHash } from '../seal.ts'
import type { BatchLine } from './chain-line.ts'
import type { Findings } from './proof.ts'

/** What the seals say of the batches. They come first among the lines. */
export interface Sealed {
  readonly fileSeals: ReadonlyMap<number, Seal> | undefined
  seal(seal: Seal): void
  batch(batch: BatchLine, name: string): void
  finish(writers: ReadonlyMap<string, { readonly number: number; readonly at: string }>): void
  count(): number
  until(): string | undefined
}

/** Days, both included; the whole journal when left out. */
export interface DayRange {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** A batch is sealed within minutes; an hour later at the latest, or somebody added it. */
const hourMs = 3_600_000

export function openSealed(
  findings: Findings,
  { from, to }: DayRange,
  fileSeals: Sealed['fileSeals'],
): Sealed {
  const isPart = from !== undefined || to !== undefined
  const heads = new Map<string, { head: SealedHead; seal: Seal }>()
  const sealedNumbers = new Map<string, number>()
  const seen = new Set<number>()
  let first: number | undefined
  let last: Seal | undefined

  const compareWithFile = (seal: Seal): void => {
    const copy = fileSeals?.get(seal.number)
    if (copy !== undefined && copy.hash !== seal.hash) {
      findings.problem(
        `seal ${seal.number} (${seal.at}) is another one than in the seal file: the journal was changed after it was sealed`,
      )
    }
  }

  const compareFileWithout = (): void => {
    if (fileSeals === undefined) return
    const numbers = [...fileSeals.keys()].toSorted((left, right) => left - right)
    const isAsked = (number: number): boolean =>
      !isPart || (first !== undefined && number > first && number < last!.number)
    const lost = numbers.filter((number) => !seen.has(number) && isAsked(number))
    if (lost.length > 0) {
      findings.problem(`the seals ${ranges(lost)} of the seal file are missing from the journal`)
    }
    const firstCopy = numbers[0] ?? 0
    const uncopied = [...seen].filter((number) => number >= firstCopy && !fileSeals.has(number))
    if (uncopied.length > 0) {
      findings.remark(`the seal file lacks the seals ${ranges(uncopied.toSorted((a, b) => a - b))}`)
    }
    if (numbers.length === 0) findings.remark('the seal file holds no seal')
  }

  return {
    fileSeals,
    seal: (seal) => {
      const name = `seal ${seal.number} (${seal.at})`
      if (sealHash(seal) !== seal.hash)
        findings.problem(`${name} was altered: its hash is another one`)
      if (last === undefined) {
        if (seal.number === 1 ? seal.previous !== firstPrevious : !isPart) {
          findings.problem(`${name} is the first that is there: the seals before it are missing`)
        }
      } else if (seal.number <= last.number) {
        findings.problem(`${name} is there twice, or stands where it does not belong`)
      } else if (seal.number > last.number + 1) {
        findings.problem(`gap: the seals ${last.number + 1} to ${seal.number - 1} are missing`)
      } else if (seal.previous !== last.hash) {
        findings.problem(`${name} does not continue the seal before it: one of them was altered`)
      }
      first ??= seal.number
      last = seal
      seen.add(seal.number)
      compareWithFile(seal)
      for (const head of headsOf(seal, findings, name)) {
        const { writer, number } = head
        heads.set(`${writer} ${number}`, { head, seal })
        sealedNumbers.set(writer, Math.max(sealedNumbers.get(writer) ?? 0, number))
      }
    },
    batch: (batch, name) => {
      const key = `${batch.writer} ${batch.number}`
      const sealed = heads.get(key)
      if (sealed !== undefined && sealed.head.hash !== batch.hash) {
        findings.problem(`${name} is another one than seal ${sealed.seal.number} has seen`)
      }
      heads.delete(key)
    },
    finish: (writers) => {
      for (const { head, seal } of heads.values()) {
        const day = head.at.slice(0, 10)
        if ((from !== undefined && day < from) || (to !== undefined && day > to)) continue
        findings.problem(
          `batch ${head.number} of writer ${head.writer} is missing: seal ${seal.number} (${seal.at}) has seen it`,
        )
      }
      for (const [writer, { number, at }] of writers) {
        if (last === undefined || Date.parse(at) > Date.parse(last.at) - hourMs) continue
        if (number <= (sealedNumbers.get(writer) ?? 0)) continue
        findings.problem(
          `batch ${number} of writer ${writer} (${at}) was never sealed, though later seals are there: it was added`,
        )
      }
      compareFileWithout()
    },
    count: () => seen.size,
    until: () => last?.at,
  }
}

function headsOf({ heads }: Seal, findings: Findings, name: string): readonly SealedHead[] {
  try {
    const value: unknown = JSON.parse(heads)
    if (Array.isArray(value) && value.every(isHead)) return value
  } catch {
    // said below
  }
  findings.problem(`${name} was altered: its heads cannot be read`)
  return []
}

function isHead(value: unknown): value is SealedHead {
  if (typeof value !== 'object' || value === null) return false
  const { writer, number, hash, at } = value as Partial<SealedHead>
  return (
    typeof writer === 'string' &&
    typeof number === 'number' &&
    typeof hash === 'string' &&
    typeof at === 'string'
  )
}

/** `3`, `5 to 9, 12` */
function ranges(numbers: readonly number[]): string {
  const found: [from: number, to: number][] = []
  for (const number of numbers) {
    const last = found.at(-1)
    if (last !== undefined && last[1] + 1 === number) last[1] = number
    else found.push([number, number])
  }
  return found.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`)).join(', ')
}
