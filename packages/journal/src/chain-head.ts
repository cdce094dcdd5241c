/** Where a writer's chain stands. */
export interface Head {
  readonly number: number
  readonly hash: Buffer
}

export const chainStart: Head = { number: 0, hash: Buffer.alloc(32) }

/** Covered by the hash of a batch, before the digests of its records. */
export const batchHeader = (writer: string, number: number, previous: Buffer, at: string): string =>
  `arna journal batch 1\n${writer}\n${number}\n${previous.toString('hex')}\n${at}\n`
