import { createHash, hash } from 'node:crypto'
import { batchHeader } from '../chain-head.ts'
import {
  type BatchLine,
  type ChainLine,
  type EventLine,
  hashedEvent,
  hashedMessage,
  type HoldLine,
  holdMark,
  type MessageLine,
  type PayloadLine,
  type Place,
} from './chain-line.ts'
import { type HoldProof, openHoldProof } from './hold-proof.ts'
import { openMissing } from './missing.ts'
import { openPayloadProof, strayText } from './payload-proof.ts'
import { noFindings, type Proof } from './proof.ts'
import { type DayRange, openSealed, type Sealed } from './sealed.ts'

/** Of a range of days chains may begin in the middle. */
export interface VerifyOptions extends DayRange {
  /** Pieces of payloads are among the lines; when left out, they are not looked for. */
  readonly hasPayloads: boolean
  /** The seals that the file outside of the database holds. */
  readonly sealFile?: Sealed['fileSeals']
}

export interface Verifier {
  take(line: ChainLine): void
  /** An event of a day that was not asked for: it may tell what was dropped. */
  listen(event: EventLine): void
  /** Pieces that no record speaks of, counted elsewhere. */
  strays(count: number, day: string): void
  /** What cannot even be read as a line. */
  unreadable(where: string): void
  finish(): Proof
}

/** The chain as far as it was read, of one writer. */
interface Standing {
  readonly number: number
  readonly hash: string
  readonly at: string
}

interface OpenBatch {
  readonly batch: BatchLine
  readonly name: string
  readonly count: number
  readonly hold: HoldProof
  seen: number
  /** Payloads that its records have in its hold. */
  inHold: number
}

interface OpenMessage {
  readonly message: MessageLine
  readonly pieces: PayloadLine[]
}

const zeros = '0'.repeat(64)

/**
 * Proves a journal line by line, in one pass and without a key: every record has the digest that its batch holds, every
 * batch the hash that the next one names and a seal has seen, every piece of a payload the digest of its record.
 */
export function openVerifier({ from, to, hasPayloads, sealFile }: VerifyOptions): Verifier {
  const isPart = from !== undefined || to !== undefined
  const findings = noFindings()
  const missing = openMissing()
  const payloads = openPayloadProof(findings, missing)
  const sealed = openSealed(findings, { from, to }, sealFile)
  const writers = new Map<string, Standing>()
  let open: OpenBatch | undefined
  let openMessage: OpenMessage | undefined
  let records = 0
  let batches = 0
  let inTheMiddle = 0
  let provedInHolds = 0

  const takeBatch = (batch: BatchLine): void => {
    closeBatch()
    batches++
    const { writer, number, at, previous } = batch
    const name = `batch ${number} of writer ${writer} (${at})`
    const before = writers.get(writer)
    if (before === undefined) {
      if (number === 1) {
        if (previous !== zeros) findings.problem(`${name} is the first and yet names one before it`)
      } else if (isPart) inTheMiddle++
      else findings.problem(`gap: the batches 1 to ${number - 1} of writer ${writer} are missing`)
    } else if (number <= before.number) {
      findings.problem(`${name} is there twice, or stands where it does not belong`)
    } else if (number > before.number + 1) {
      const gap = `${before.number + 1} to ${number - 1}`
      findings.problem(`gap: the batches ${gap} of writer ${writer} are missing`)
    } else if (previous !== before.hash) {
      findings.problem(`${name} does not continue the batch before it: one of them was altered`)
    }
    const digests = Buffer.from(batch.digests, 'hex')
    const header = batchHeader(writer, number, Buffer.from(previous, 'hex'), at, holdMark(batch))
    const made = createHash('sha256').update(header).update(digests).digest('hex')
    if (made !== batch.hash) findings.problem(`${name} was altered: its hash is another one`)
    if (digests.length === 0 || digests.length % 32 !== 0) {
      findings.problem(`${name} was altered: a batch has a digest for each record`)
    }
    writers.set(writer, { number, hash: batch.hash, at })
    sealed.batch(batch, name)
    const hold = openHoldProof(batch, name, findings, missing)
    open = { batch, name, count: Math.floor(digests.length / 32), hold, seen: 0, inHold: 0 }
  }

  const takeRecord = (what: string, record: Place, text: string): void => {
    closeMessage()
    const name = `${what} at ${record.position} in batch ${record.batch} of writer ${record.writer} (${record.at})`
    if (open?.batch.writer !== record.writer || open.batch.number !== record.batch) {
      findings.problem(`the ${name} belongs to no batch: it was added, moved or altered`)
      return
    }
    const { batch, count } = open
    if (record.position <= open.seen || record.position > count) {
      findings.problem(`the ${name} stands where no record was written: it was added or moved`)
      return
    }
    missingUntil(record.position)
    open.seen = record.position
    const digest = batch.digests.slice((record.position - 1) * 64, record.position * 64)
    if (record.at !== batch.at || hash('sha256', text, 'hex') !== digest) {
      findings.problem(`the ${name} was altered: its digest is another one`)
      return
    }
    records++
  }

  const missingUntil = (position: number): void => {
    if (open === undefined || position <= open.seen + 1) return
    const count = position - open.seen - 1
    const places = count === 1 ? `${open.seen + 1}` : `${open.seen + 1} to ${position - 1}`
    missing.record(open.batch.at.slice(0, 10), count, `record ${places} of ${open.name}`)
  }

  const closeBatch = (): void => {
    closeMessage()
    if (open !== undefined) {
      missingUntil(open.count + 1)
      if (hasPayloads) provedInHolds += open.hold.finish(open.inHold)
    }
    open = undefined
  }

  const takeHold = (hold: HoldLine): void => {
    const isItsOwn =
      open?.batch.writer === hold.writer && open.batch.number === hold.batch && open.seen === 0
    if (isItsOwn) open?.hold.take(hold)
    else findings.problem(strayText(hold.pieces, hold.at.slice(0, 10)))
  }

  const closeMessage = (): void => {
    if (openMessage === undefined) return
    const { message, pieces } = openMessage
    const inHold = payloads.take(message, pieces)
    if (open?.batch.writer === message.writer && open.batch.number === message.batch) {
      open.inHold += inHold
    }
    openMessage = undefined
  }

  return {
    take: (line) => {
      if ('seal' in line) sealed.seal(line.seal)
      else if ('batch' in line) takeBatch(line.batch)
      else if ('hold' in line) takeHold(line.hold)
      else if ('message' in line) {
        takeRecord(`${line.message.kind} record`, line.message, hashedMessage(line.message))
        if (hasPayloads) openMessage = { message: line.message, pieces: [] }
      } else if ('event' in line) {
        takeRecord(`event ${line.event.event}`, line.event, hashedEvent(line.event))
        missing.listen(line.event)
      } else if (openMessage !== undefined) openMessage.pieces.push(line.payload)
      else findings.problem(strayText(1, line.payload.at.slice(0, 10)))
    },
    listen: (event) => missing.listen(event),
    strays: (count, day) => {
      if (count > 0) findings.problem(strayText(count, day))
    },
    unreadable: (where) => findings.problem(where),
    finish: () => {
      closeBatch()
      payloads.finish()
      sealed.finish(writers)
      const dropped = missing.judge(findings)
      const { problems, remarks, further } = findings
      return {
        holds: problems.length === 0,
        problems,
        furtherProblems: further,
        remarks,
        records,
        batches,
        writers: writers.size,
        seals: sealed.count(),
        payloads: payloads.proved() + provedInHolds,
        ...dropped,
        sealedUntil: sealed.until(),
        beginsInTheMiddle: inTheMiddle,
      }
    },
  }
}
