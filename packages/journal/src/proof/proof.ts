/** What a look at the journal proved, or did not. */
export interface Proof {
  /** Nothing is missing, altered, swapped or added, as far as the lines go. */
  readonly holds: boolean
  /** In the order in which they were found, each one sentence; the first is where the chain breaks. */
  readonly problems: readonly string[]
  /** More problems than are listed. */
  readonly furtherProblems: number
  readonly records: number
  readonly batches: number
  readonly writers: number
  readonly seals: number
  /** Payloads whose pieces were all there as they were stored. */
  readonly payloads: number
  /** Records and pieces that retention dropped, as its own records say. */
  readonly droppedRecords: number
  readonly droppedPieces: number
  /** The time of the last seal; what came later is chained but not sealed yet. */
  readonly sealedUntil: string | undefined
  /** Writers whose chain begins in the middle, because what came before was not asked for. */
  readonly beginsInTheMiddle: number
  /** True for what is no break but should be known. */
  readonly remarks: readonly string[]
}

const mostListed = 100

export interface Findings {
  problem(text: string): void
  remark(text: string): void
  readonly problems: string[]
  readonly remarks: string[]
  readonly further: number
}

export function noFindings(): Findings {
  const problems: string[] = []
  const remarks: string[] = []
  let further = 0
  return {
    problem: (text) => {
      if (problems.length < mostListed) problems.push(text)
      else further++
    },
    remark: (text) => remarks.push(text),
    problems,
    remarks,
    get further() {
      return further
    },
  }
}
