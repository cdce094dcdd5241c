import type { KeyObject } from 'node:crypto'
import type { Database } from '@arna/database'
import { type Counted, Queues, readdress, type WaitingMessage } from '@arna/delivery'
import type { Command, Context } from '../command.ts'
import { Failure, UsageError } from '../failure.ts'
import { actOn, recordOf, type Tools } from '../queue-acts.ts'
import { actOptions, contourOf, publicationKeyOf } from '../queue-place.ts'
import { registriesInForce } from '../registries-in-force.ts'

/** `arna queue move`: what waits for the former owner of a service goes to the present one. */
export const queueMove: Command = {
  name: 'queue move',
  summary: 'give what waits for the former owner of a service to its new one',
  words: '',
  wordCount: [0, 0],
  options: {
    ...actOptions,
    service: { value: 'ID', help: 'serviceId' },
    from: { value: 'ID', help: 'senderId of the former owner' },
    to: { value: 'ID', help: 'senderId of the new one' },
    reason: { value: 'TEXT', help: 'why, for the journal' },
  },
  examples: [
    [
      'arna queue move --service PersonByIin --from old-system --to new-system --demo test-inner --reason "order 9" --yes',
      'after the registry names the new owner',
    ],
  ],
  notes: `Publish the registry first: the new owner is compared with it. The chains of these messages move along, so that the new owner
answers in them and the former one no more. A chain of which something is in hands just now stays: run it again. The payload is not opened: the
password field of a moved message keeps the 64 digits that were made for the former owner.`,
  async run(given, context) {
    const { service, from, to, reason } = given.requiredAll({
      service: 'serviceId',
      from: 'senderId of the former owner',
      to: 'senderId of the new one',
      reason: 'why, for the journal',
    })
    if (from === to) throw new UsageError('--from and --to are the same system')
    const key = publicationKeyOf(given, context)
    let queues: Queues | undefined
    return actOn(
      { contour: contourOf(given), receiverId: from, serviceId: service },
      {
        event: 'delivery-moved',
        verb: 'move',
        done: 'moved',
        reason,
        data: { serviceId: service, from, to },
        check: (lines, database) => requireOwner(lines, { service, to, key }, database, context),
        apply: (messages, tools) =>
          moveChains(
            messages,
            { from, to, queues: (queues ??= new Queues(tools.database)) },
            tools,
          ),
      },
      given,
      context,
    )
  },
}

async function requireOwner(
  lines: readonly Counted[],
  { service, to, key }: { service: string; to: string; key: KeyObject | undefined },
  database: Database,
  context: Context,
): Promise<void> {
  const registries = await registriesInForce(database, key, context)
  for (const contour of new Set(lines.map((line) => line.contour))) {
    const registry = registries.get(contour)
    if (registry === undefined) {
      context.say(
        `whether ${to} owns ${service} (${contour}) is not known: give --key publication.pub`,
      )
      continue
    }
    const owner = registry.service(service)?.owner
    if (owner === to) continue
    const is = owner === undefined ? `there is no ${service}` : `${service} is owned by ${owner}`
    throw new Failure(
      `${is} in the registry in force (${contour}, number ${registry.number}): publish one in which ${to} owns it, then move`,
    )
  }
}

interface Moving {
  readonly from: string
  readonly to: string
  readonly queues: Queues
}

async function moveChains(
  messages: readonly WaitingMessage[],
  { from, to, queues }: Moving,
  { journal, because }: Tools,
): Promise<number> {
  // What a system sends to itself has no former owner.
  const chains = new Map(
    messages.filter(({ initiatorId }) => initiatorId !== from).map((one) => [one.chain, one]),
  )
  const detail = `moved from ${from} to ${to} by ${because}`
  const moved = await Promise.all(
    [...chains.values()].map(async (message) => {
      const { id, chain, contour, initiatorId, serviceId } = message
      const queue = await queues.open({
        contour,
        kind: 'message',
        receiverId: to,
        initiatorId,
        serviceId,
      })
      const granted = await journal.move(
        recordOf(message, detail),
        {},
        readdress({ chain, from, to, queue: queue.id }),
      )
      const ids = granted?.note?.split(',').map(Number) ?? []
      // The others of the chain moved in the same moment; each is traced by its own number.
      const others = ids.filter((one) => one !== id)
      await Promise.all(
        others.map((one) => journal.write(recordOf({ ...message, id: one }, detail))),
      )
      return ids.length
    }),
  )
  return moved.reduce((sum, count) => sum + count, 0)
}
