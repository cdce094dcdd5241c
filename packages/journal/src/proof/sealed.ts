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

/** A batch is sealed within minutes; an hour later at the latest, or somebody added it. */
const hourMs = 3_600_000

export function openSealed(
  findings: Findings,
  isPart: boolean,
  fileSeals: Sealed['fileSeals'],
): Sealed {
  const heads = new Map<string, { hash: string; seal: Seal }>()
  const sealedNumbers = new Map<string, number>()
  const seen = new Set<number>()
  let last: Seal | undefined
  let firstBatchAt: string | undefined
  let lastBatchAt: string | undefined

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
    const lost = numbers.filter(
      (number) => !seen.has(number) && (!isPart || (seen.size > 0 && number < Math.max(...seen))),
    )
    if (lost.length > 0) {
      findings.problem(`the seals ${ranges(lost)} of the seal file are missing from the journal`)
    }
    const first = numbers[0] ?? 0
    const uncopied = [...seen].filter((number) => number >= first && !fileSeals.has(number))
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
      } else if (seal.number !== last.number + 1) {
        findings.problem(`gap: the seals ${last.number + 1} to ${seal.number - 1} are missing`)
      } else if (seal.previous !== last.hash) {
        findings.problem(`${name} does not continue the seal before it: one of them was altered`)
      }
      last = seal
      seen.add(seal.number)
      compareWithFile(seal)
      for (const { writer, number, hash } of headsOf(seal, findings, name)) {
        heads.set(`${writer} ${number}`, { hash, seal })
        sealedNumbers.set(writer, Math.max(sealedNumbers.get(writer) ?? 0, number))
      }
    },
    batch: (batch, name) => {
      if (firstBatchAt === undefined || batch.at < firstBatchAt) firstBatchAt = batch.at
      if (lastBatchAt === undefined || batch.at > lastBatchAt) lastBatchAt = batch.at
      const key = `${batch.writer} ${batch.number}`
      const head = heads.get(key)
      if (head !== undefined && head.hash !== batch.hash) {
        findings.problem(`${name} is another one than seal ${head.seal.number} has seen`)
      }
      heads.delete(key)
    },
    finish: (writers) => {
      for (const [key, { seal }] of heads) {
        const [writer, number] = key.split(' ')
        // Of a part only the middle can be judged: a seal at its beginning has seen batches before it.
        const isOutside =
          isPart &&
          (firstBatchAt === undefined ||
            Date.parse(seal.at) < Date.parse(firstBatchAt) + hourMs ||
            seal.at > lastBatchAt!)
        if (isOutside) continue
        findings.problem(
          `batch ${number} of writer ${writer} is missing: seal ${seal.number} (${seal.at}) has seen it`,
        )
      }
      for (const [writer, { number, at }] of writers) {
        if (last === undefined || Date.parse(at) > Date.parse(last.at) - hourMs) continue
        if (number <= (sealedNumbers.get(writer) ?? 0)) continue
        if (isPart && !sealedNumbers.has(writer)) continue
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
    if (Array.isArray(value)) return value
  } catch {
    // said below
  }
  findings.problem(`${name} was altered: its heads cannot be read`)
  return []
}

/** `3`, `5 to 9, 12` */
export function ranges(numbers: readonly number[]): string {
  const found: [from: number, to: number][] = []
  for (const number of numbers) {
    const last = found.at(-1)
    if (last !== undefined && last[1] + 1 === number) last[1] = number
    else found.push([number, number])
  }
  return found.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`)).join(', ')
}
