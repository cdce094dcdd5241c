/** One line of the table and of results/latest.json. */
export interface Row {
  readonly id: string
  readonly figure: string
  readonly unit: string
  /** Medians over `runs` runs; null when the peer could not take part, `skipped` says why. */
  readonly arna: number | null
  readonly peer: string
  readonly peerValue: number | null
  /** arna / peerValue */
  readonly ratio: number | null
  readonly target: number
  /** Whether the ratio has to reach the target or to stay below it. */
  readonly better: 'higher' | 'lower'
  readonly met: boolean | null
  readonly runs: number
  readonly samples?: { readonly arna: readonly number[]; readonly peer: readonly number[] }
  readonly skipped?: string
  /** What else was seen in the same runs. */
  readonly note?: string
}

export interface Comparison {
  readonly id: string
  readonly figure: string
  readonly unit: string
  readonly peer: string
  readonly target: number
  readonly better: 'higher' | 'lower'
  readonly note?: string
}

export function compare(
  comparison: Comparison,
  arnaRuns: readonly number[],
  peerRuns: readonly number[],
): Row {
  const { better, target } = comparison
  const arna = median(arnaRuns)
  const peerValue = median(peerRuns)
  const ratio = arna / peerValue
  return {
    ...comparison,
    arna: rounded(arna),
    peerValue: rounded(peerValue),
    ratio: rounded(ratio),
    met: better === 'higher' ? ratio >= target : ratio <= target,
    runs: Math.min(arnaRuns.length, peerRuns.length),
    samples: { arna: arnaRuns.map(rounded), peer: peerRuns.map(rounded) },
  }
}

export function skip(comparison: Comparison, skipped: string): Row {
  return { ...comparison, arna: null, peerValue: null, ratio: null, met: null, runs: 0, skipped }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Four significant digits: more would promise a precision that no shared machine has. */
const rounded = (value: number): number => Number(value.toPrecision(4))
