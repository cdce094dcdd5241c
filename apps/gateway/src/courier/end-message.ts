import { type ClaimedMessage, end, type End } from '@arna/delivery'
import type { MessageRecord, Payloads } from '@arna/journal'
import type { CourierDesk } from './courier-desk.ts'

export interface Ending {
  readonly message: ClaimedMessage
  readonly record: MessageRecord
  readonly payloads?: Payloads
}

/** Whoever is away for longer asks for the status by itself. */
const statusExpirySeconds = 24 * 60 * 60

/**
 * Ends a message, and has its sender told where that is called by the gateway: record, end and the notification to be given
 * are durable in one moment. False when it had ended before. Rejects with Fault `journal-unavailable`.
 */
export async function endMessage(
  courier: CourierDesk,
  ending: Omit<End, 'notification'>,
  { message, record, payloads = {} }: Ending,
): Promise<boolean> {
  const { numbers, queues, contour, journal, registry, now } = courier.order
  const { senderId, serviceId } = message
  const isTold = registry()?.system(senderId)?.receiver !== undefined
  const queue = isTold
    ? await queues.open({
        contour,
        kind: 'status',
        receiverId: senderId,
        initiatorId: senderId,
        serviceId,
      })
    : undefined
  const id = queue && (await numbers.next())
  const reserved = queue && courier.reserve(queue, undefined)
  try {
    const granted = await journal.move(
      record,
      payloads,
      end({
        ...ending,
        notification: queue && {
          id: id!,
          queue: queue.id,
          expirySeconds: statusExpirySeconds,
          lease: reserved?.lease,
        },
      }),
    )
    if (granted === undefined) return false
    if (reserved !== undefined) {
      const { as, detail, error } = ending
      const ended = {
        ...message,
        state: as.state,
        status: as.status,
        detail,
        error,
        endedAt: now(),
      }
      reserved.start({
        kind: 'status',
        id: id!,
        attempt: 1,
        message: ended,
        isLong: false,
        content: () => Promise.reject(new TypeError('a notification has no content')),
      })
    } else if (queue !== undefined) courier.wake(queue)
    // Others of the chain may go on: the note is the number of their line.
    if (granted.note !== undefined) courier.wake(await queues.byId(Number(granted.note)))
    return true
  } finally {
    reserved?.release()
  }
}
