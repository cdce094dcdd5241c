import type { Database } from '@arna/database'
import { type WaitingLine, waitingLines } from '@arna/delivery'
import { statusWayOf, type Registry, type Way, wayOf } from '@arna/registry'
import type { Command, Context } from '../command.ts'
import { columns } from '../columns.ts'
import { withDatabase } from '../database.ts'
import { journalUrls } from '../journal-place.ts'
import { contourOf, publicationKeyOf, queueOptions } from '../queue-place.ts'
import { registriesInForce } from '../registries-in-force.ts'
import { numberText, spanText, whenText } from '../span-words.ts'
import { visible } from '../visible.ts'

const lateMinutes = 5

interface Line extends WaitingLine {
  /** How its receiver gets it; undefined when the registry cannot be asked. */
  readonly way: Way | undefined
}

/** What one receiver has in one contour, its lines together. */
interface Receiver {
  readonly contour: string
  readonly receiverId: string
  readonly kind: WaitingLine['kind']
  readonly lines: readonly Line[]
}

/** `arna queue`: what waits for whom, how long, and why. */
export const queue: Command = {
  name: 'queue',
  summary: 'what waits on the asynchronous channel: for whom, how long, and why',
  words: '',
  wordCount: [0, 0],
  options: {
    ...queueOptions,
    receiver: { value: 'ID', help: 'only this system (senderId), with its lines' },
    lines: { help: 'below each receiver its lines: a service and the system that calls it' },
  },
  examples: [
    ['arna queue', 'all receivers of the demo'],
    ['arna queue --receiver demo-service', 'one receiver: which service, called by whom'],
    [
      'arna queue --database postgres://arna@localhost/arna --key publication.pub --json',
      'for programs',
    ],
  ],
  notes: `Statuses that a sender is yet to be told stand apart. The rate is what was delivered in the last ${lateMinutes} minutes, per minute.
What holds messages is read from the newest publication: give --key where it is not the demo. docs/operations/queue.md says what to do.`,
  async run(given, context) {
    const { urls, ofDemo } = journalUrls(given, context)
    const key = publicationKeyOf(given, context)
    const contour = contourOf(given)
    const wanted = given.text('receiver')
    const read = async (database: Database): Promise<Line[]> => {
      const registries = await registriesInForce(database, key, context)
      const lines = await waitingLines(database, { lateMinutes })
      return lines
        .filter((one) => contour === undefined || one.contour === contour)
        .filter((one) => wanted === undefined || one.receiverId === wanted)
        .map((one) => ({ ...one, way: wayFor(one, registries.get(one.contour), context) }))
    }
    const found: { readonly url: string; readonly receivers: Receiver[] }[] = []
    for (const url of urls) {
      found.push({ url, receivers: byReceiver(await withDatabase(url, read, { ofDemo })) })
    }
    if (context.json) {
      const all = found.flatMap(({ receivers }) => receivers)
      context.write(`${JSON.stringify(all.map(asJson), null, 2)}\n`)
      return 0
    }
    const busy = found.filter(({ receivers }) => receivers.length > 0)
    if (busy.length === 0)
      context.say(`nothing waits${wanted === undefined ? '' : ` for ${wanted}`}`)
    const showsLines = given.flag('lines') || wanted !== undefined
    for (const { url, receivers } of busy) {
      if (urls.length > 1) context.write(`database ${databaseName(url)}\n`)
      context.write(tableOf(receivers, showsLines, context.now()))
    }
    if (key === undefined && busy.length > 0) {
      context.say('what the registry holds back is not known: give --key publication.pub')
    }
    return 0
  },
}

const databaseName = (url: string): string => new URL(url).pathname.slice(1)

function wayFor(
  line: WaitingLine,
  registry: Registry | undefined,
  { now }: Context,
): Way | undefined {
  if (registry === undefined) return undefined
  return line.kind === 'status'
    ? statusWayOf(registry, line.receiverId)
    : wayOf(registry, line, now())
}

function byReceiver(lines: readonly Line[]): Receiver[] {
  const groups = Map.groupBy(lines, (one) =>
    JSON.stringify([one.contour, one.receiverId, one.kind]),
  )
  return [...groups.values()].map((ofOne) => {
    const { contour, receiverId, kind } = ofOne[0]!
    return { contour, receiverId, kind, lines: ofOne }
  })
}

const sum = (
  lines: readonly Line[],
  what: 'waiting' | 'inHands' | 'behind' | 'delivered',
): number => lines.reduce((total, one) => total + one[what], 0)

const oldestOf = (lines: readonly Line[]): Date | undefined =>
  lines
    .flatMap(({ oldestAt }) => oldestAt ?? [])
    .toSorted((one, other) => one.getTime() - other.getTime())[0]

const lastErrorOf = (lines: readonly Line[]): WaitingLine['lastError'] =>
  lines
    .flatMap(({ lastError }) => lastError ?? [])
    .toSorted((one, other) => other.at.getTime() - one.at.getTime())[0]

/** Deliveries of statuses leave no trace that could be counted. */
const rateOf = (lines: readonly Line[]): number | null =>
  lines.every(({ kind }) => kind === 'status') ? null : sum(lines, 'delivered') / lateMinutes

function tableOf(receivers: readonly Receiver[], showsLines: boolean, now: Date): string {
  const contours = new Set(receivers.map(({ contour }) => contour))
  const head = ['receiver', 'waiting', 'in hands', 'behind', 'oldest', 'per minute', 'last error']
  const rows = [head]
  /** Below which row what holds its messages is told. */
  const below = new Map<number, string[]>()
  for (const { contour, receiverId, kind, lines } of receivers) {
    const place = contours.size > 1 ? ` (${contour})` : ''
    const name = `${visible(receiverId)}${kind === 'status' ? ', statuses' : ''}${place}`
    rows.push(rowOf(name, lines, now))
    if (!showsLines) {
      below.set(rows.length - 1, obstaclesOf(lines))
      continue
    }
    for (const line of lines) {
      rows.push(rowOf(`  ${lineName(line)}`, [line], now))
      below.set(rows.length - 1, obstaclesOf([line]))
    }
  }
  return columns(rows, new Set([1, 2, 3, 4, 5]))
    .flatMap((row, index) => [row, ...(below.get(index) ?? [])])
    .map((line) => `${line}\n`)
    .join('')
}

const lineName = ({ kind, serviceId, initiatorId, receiverId }: Line): string =>
  kind === 'status' || initiatorId === receiverId
    ? visible(serviceId)
    : `${visible(serviceId)} from ${visible(initiatorId)}`

function rowOf(name: string, lines: readonly Line[], now: Date): string[] {
  const oldest = oldestOf(lines)
  const rate = rateOf(lines)
  const error = lastErrorOf(lines)
  return [
    name,
    numberText(sum(lines, 'waiting')),
    numberText(sum(lines, 'inHands')),
    numberText(sum(lines, 'behind')),
    oldest === undefined ? '–' : spanText(now.getTime() - oldest.getTime()),
    rate === null ? '–' : rateText(rate),
    error === undefined
      ? '–'
      : `${whenText(error.at, now)}: ${visible([error.status, error.detail ?? ''].join(': ').replace(/: $/, ''))}`,
  ]
}

const rateText = (rate: number): string =>
  rate >= 10 || rate === 0 ? numberText(Math.round(rate)) : rate.toFixed(1)

/** What keeps messages from their receiver that no retry removes, and who waits for whom. */
function obstaclesOf(lines: readonly Line[]): string[] {
  const texts = lines
    .filter(({ waiting, inHands, behind }) => waiting + inHands + behind > 0)
    .flatMap((line) => {
      const { way } = line
      if (way === undefined || way.way === 'push') return []
      if (way.way === 'pull')
        return [`  ${lineName(line)} is fetched by its receiver (getMessages)`]
      const what = way.way === 'held' ? 'is held' : 'has no way'
      return [`  ${lineName(line)} ${what}: ${visible(way.reason)}`]
    })
  return [...new Set(texts)]
}

function asJson({ contour, receiverId, kind, lines }: Receiver): unknown {
  return {
    contour,
    receiver: receiverId,
    kind,
    ...figuresOf(lines),
    lines: lines.map((line) => ({
      service: line.serviceId,
      initiator: line.initiatorId,
      ...figuresOf([line]),
      way: line.way?.way ?? null,
      ...(line.way && 'reason' in line.way && { reason: line.way.reason }),
    })),
  }
}

function figuresOf(lines: readonly Line[]): object {
  const error = lastErrorOf(lines)
  return {
    waiting: sum(lines, 'waiting'),
    inHands: sum(lines, 'inHands'),
    behind: sum(lines, 'behind'),
    oldestAt: oldestOf(lines) ?? null,
    deliveredPerMinute: rateOf(lines),
    lastError: error
      ? {
          status: error.status,
          detail: error.detail ?? null,
          at: error.at,
          messageId: String(error.messageId),
        }
      : null,
  }
}
