import type { Database } from '@arna/database'
import { end, ends, openNumbers, Queues, type WaitingMessage } from '@arna/delivery'
import type { Command } from '../command.ts'
import type { Given } from '../command-line.ts'
import { UsageError } from '../failure.ts'
import { actOn, recordOf, selectionOf, type Tools } from '../queue-acts.ts'
import { actOptions, selectionOptions } from '../queue-place.ts'
import { visible } from '../visible.ts'

const { key: _, ...options } = actOptions

/** As long as the gateway's own (apps/gateway, courier/end-message.ts). */
const statusExpirySeconds = 24 * 60 * 60

/** `arna queue stop`: ends deliveries by an operator's decision. */
export const queueStop: Command = {
  name: 'queue stop',
  summary: 'end the delivery of messages; their senders are told DELIVERY_STOPPED',
  words: '[MESSAGE-ID…]',
  wordCount: [0, 1000],
  options: {
    ...options,
    ...selectionOptions,
    reason: { value: 'TEXT', help: 'why: the sender reads it in the status' },
  },
  examples: [
    ['arna queue stop 4711 --demo test-inner --reason "sent by mistake, letter 12"', 'one message'],
    [
      'arna queue stop --service OldService --demo production-inner --reason "order 5: the service is closed" --yes',
      'all that waits of a service',
    ],
  ],
  notes: `It cannot be undone: the content is deleted, and the sender has to send a new message. A message that is being handed over
in this moment ends as stopped all the same; whether its receiver took it stands in the journal (arna trace MESSAGE-ID).`,
  async run(given, context) {
    const selection = selectionOf(given)
    const reason = readReason(given)
    let stopping: Stop | undefined
    return actOn(
      selection,
      {
        event: 'delivery-stopped',
        verb: 'stop',
        done: 'stopped',
        reason,
        data: { ...selection },
        apply: async (messages, tools) => {
          const stop = (stopping ??= stoppingIn(tools.database))
          const granted = await Promise.all(messages.map((message) => stop(message, reason, tools)))
          return granted.filter(Boolean).length
        },
      },
      given,
      context,
    )
  },
}

/** It stands in the status that the sender gets, whose text has 250 characters. */
const longestReason = 200

function readReason(given: Given): string {
  const reason = given.required('reason', 'why, for the sender to read').trim()
  if (reason === '' || reason.length > longestReason || visible(reason) !== reason) {
    throw new UsageError(
      `--reason: one line of 1 to ${longestReason} characters, for the sender to read`,
    )
  }
  return reason
}

/** False when it had ended before. */
type Stop = (message: WaitingMessage, reason: string, tools: Tools) => Promise<boolean>

function stoppingIn(database: Database): Stop {
  const numbers = openNumbers(database)
  const queues = new Queues(database)
  return async (message, reason, { journal, because }) => {
    const { id, chain, contour, senderId, serviceId } = message
    // The courier drops it where the sender is not called by the gateway.
    const queue = await queues.open({
      contour,
      kind: 'status',
      receiverId: senderId,
      initiatorId: senderId,
      serviceId,
    })
    const notification = {
      id: await numbers.next(),
      queue: queue.id,
      expirySeconds: statusExpirySeconds,
      lease: undefined,
    }
    const refused = {
      ...recordOf(message, `stopped by ${because}`),
      kind: 'refused',
      stage: 'deliver',
      faultCode: ends.stopped.status,
    } as const
    const ending = end({ id, chain, as: ends.stopped, detail: reason, notification })
    return (await journal.move(refused, {}, ending)) !== undefined
  }
}
