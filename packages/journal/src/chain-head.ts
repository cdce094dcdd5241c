/** Where a writer's chain stands. */
export interface Head {
  readonly number: number
  readonly hash: Buffer
}

export const chainStart: Head = { number: 0, hash: Buffer.alloc(32) }

/** What a batch says of the payloads that came with it. */
export interface HoldMark {
  /** Rows of `journal_hold`. */
  readonly pieces: number
  readonly digest: Buffer
}

/** Covered by the hash of a batch, before the digests of its records. */
export const batchHeader = (
  writer: string,
  number: number,
  previous: Buffer,
  at: string,
  hold: HoldMark | undefined,
): string =>
  `arna journal batch 1\n${writer}\n${number}\n${previous.toString('hex')}\n${at}\n${hold === undefined ? '-' : `${hold.pieces} ${hold.digest.toString('hex')}`}\n`
