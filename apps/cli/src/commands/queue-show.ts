import type { Database } from '@arna/database'
import { type KnownOfMessage, knownOfMessage, type StandingDelivery } from '@arna/delivery'
import { type Exchange, findExchanges, type MessageLine } from '@arna/journal'
import { isStatusWord, statusOf } from '@arna/message'
import { type Way, wayOf } from '@arna/registry'
import type { Command, Context } from '../command.ts'
import { withDatabase } from '../database.ts'
import { Failure } from '../failure.ts'
import { journalUrls } from '../journal-place.ts'
import { messageIdOf, publicationKeyOf, queueOptions } from '../queue-place.ts'
import { registriesInForce } from '../registries-in-force.ts'
import { whenText } from '../span-words.ts'
import { visible } from '../visible.ts'

interface Shown {
  readonly known: KnownOfMessage
  /** Undefined after its end, and when the registry cannot be asked. */
  readonly way: Way | undefined
  readonly exchanges: readonly Exchange[]
}

const { contour: _, ...options } = queueOptions

/** `arna queue show`: all that is known of one message, without what it says. */
export const queueShow: Command = {
  name: 'queue show',
  summary: 'all that is known of one message: where it stands, its chain, its records',
  words: 'MESSAGE-ID',
  wordCount: [1, 1],
  options,
  examples: [['arna queue show 4711', 'by the messageId that the gateway gave it']],
  notes: 'It shows no payload; arna journal show does, and journals that somebody looked.',
  async run(given, context) {
    const [text = ''] = given.positionals
    const id = messageIdOf(text)
    const key = publicationKeyOf(given, context)
    const { urls, ofDemo } = journalUrls(given, context)
    const shown: Shown[] = []
    const find = async (database: Database): Promise<void> => {
      const known = await knownOfMessage(database, id)
      if (known === undefined) return
      const exchanges = await findExchanges(database, String(id))
      const registries = await registriesInForce(database, key, context)
      const { message, chain, delivery } = known
      const registry = registries.get(message.contour)
      const way =
        delivery && registry && chain
          ? wayOf(registry, { ...message, initiatorId: chain.initiatorId }, context.now())
          : undefined
      shown.push({ known, way, exchanges })
    }
    for (const url of urls) await withDatabase(url, find, { ofDemo })
    if (shown.length === 0) {
      throw new Failure(
        `no message ${id} is known (any more): what the journal kept says arna trace ${id}`,
      )
    }
    if (context.json) context.write(`${JSON.stringify(shown.map(asJson), null, 2)}\n`)
    else context.write(shown.map((one) => asText(one, context)).join('\n'))
    return 0
  },
}

function asText({ known, way, exchanges }: Shown, { now }: Context): string {
  const { message, chain, delivery, statuses, others } = known
  const facts: [string, string][] = [
    ['message', `${message.id}, ${message.type}, ${message.contour} contour`],
    ['state', stateText(known)],
    ['from', message.senderId],
    ['to', message.receiverId],
    ['service', `${message.serviceId}${message.routeId ? `, route ${message.routeId}` : ''}`],
    ['accepted', momentText(message.acceptedAt, now())],
  ]
  if (delivery === undefined) facts.push(['ended', momentText(message.statusAt, now())])
  else facts.push(...deliveryFacts(delivery, way, now()))
  for (const status of statuses) {
    facts.push(['to be told', `${message.senderId}, notification ${status.id}`])
    facts.push(...deliveryFacts(status, undefined, now()).filter(([name]) => name !== 'expires'))
  }
  facts.push([
    'chain',
    chain === undefined
      ? `${message.chain}, no longer known`
      : `${chain.id}, begun by ${chain.initiatorId}, provided by ${chain.providerId}`,
  ])
  for (const other of others) {
    facts.push([
      '',
      `${other.id} ${other.type} from ${other.senderId} to ${other.receiverId}: ${other.state}`,
    ])
  }
  const width = Math.max(...facts.map(([name]) => name.length))
  const lines = facts.map(([name, value]) => `${name.padEnd(width)}  ${visible(value)}`)
  const records = exchanges
    .flatMap((one) => one.records)
    .toSorted((one, other) => (one.at < other.at ? -1 : 1))
    .map((record) => visible(recordText(record)))
  return `${[...lines, ...records, `arna trace ${message.id} shows each exchange stage by stage`].join('\n')}\n`
}

function stateText({ message }: KnownOfMessage): string {
  const { state, status, detail } = message
  const title =
    status !== undefined && isStatusWord(status) ? statusOf(status, 'en').message : status
  return [state, title, detail].filter((text) => text !== undefined).join(': ')
}

function deliveryFacts(
  { dueAt, expiresAt, leasedUntil, worker, behind, attempts }: StandingDelivery,
  way: Way | undefined,
  now: Date,
): [string, string][] {
  const facts: [string, string][] = [['attempts', String(attempts)]]
  if (behind !== undefined)
    facts.push(['waits for', `message ${behind} of its chain, which must end first`])
  if (leasedUntil !== undefined) {
    const who =
      worker === undefined
        ? 'its receiver, which has yet to confirm it'
        : `gateway process ${worker}`
    facts.push(['in hands of', `${who}; comes back ${whenText(leasedUntil, now)}`])
  } else if (way?.way === 'held' || way?.way === 'none') {
    facts.push([way.way === 'held' ? 'held' : 'no way', way.reason])
  } else if (way?.way === 'pull') facts.push(['fetched', 'by its receiver (getMessages)'])
  else if (behind === undefined) {
    facts.push(['next', dueAt > now ? whenText(dueAt, now) : 'due now'])
  }
  facts.push(['expires', momentText(expiresAt, now)])
  return facts
}

const momentText = (at: Date, now: Date): string => `${at.toISOString()}, ${whenText(at, now)}`

function recordText({ at, kind, instance, fault_code: fault, detail }: MessageLine): string {
  const what = [fault, detail].filter((text) => text !== null).join(': ')
  return `${at.slice(0, -4)}Z  ${kind} by ${instance}${what === '' ? '' : `: ${what}`}`
}

function asJson({ known, way, exchanges }: Shown): unknown {
  const { message, chain, delivery, statuses, others } = known
  const idText = (id: number): string => String(id)
  return {
    ...message,
    id: undefined,
    messageId: idText(message.id),
    chain: { ...chain, id: undefined, correlationId: idText(message.chain) },
    sessionId: `{${message.sessionId}}`,
    delivery:
      delivery === undefined
        ? null
        : {
            ...delivery,
            id: undefined,
            way: way?.way ?? null,
            ...(way && 'reason' in way && { held: way.reason }),
          },
    statuses: statuses.map(({ id, ...status }) => ({ notificationId: idText(id), ...status })),
    others: others.map(({ id, ...other }) => ({ messageId: idText(id), ...other })),
    records: exchanges.flatMap(({ sessionId, records }) =>
      records.map(({ at, kind, instance, fault_code, detail }) => ({
        at: `${at.slice(0, -4)}Z`,
        sessionId: `{${sessionId}}`,
        kind,
        instance,
        fault: fault_code,
        detail,
      })),
    ),
  }
}
