import { ends, type Expired, findExpired, findMessage, told } from '@arna/delivery'
import { type MessageRecord, newSessionId } from '@arna/journal'
import type { CourierDesk } from './courier-desk.ts'
import { endMessage } from './end-message.ts'

/** What was not handed over in its time: the sender of a message hears it, and of a notification the journal keeps it. */
export async function endExpired(courier: CourierDesk): Promise<void> {
  const { database, queues, contour } = courier.order
  const expired = await findExpired(database, contour)
  await Promise.all(
    expired.map(async (one) => {
      const queue = await queues.byId(one.queue)
      await (queue.kind === 'status' ? dropStatus(courier, one) : endOne(courier, one))
    }),
  )
}

async function endOne(courier: CourierDesk, expired: Expired): Promise<void> {
  const standing = await findMessage(courier.order.database, expired.id)
  if (standing === undefined) return
  const { id, chain, status, detail } = expired
  const why =
    status === undefined
      ? 'nobody took it'
      : `${status}${detail === undefined ? '' : `: ${detail}`}`
  await endMessage(
    courier,
    { id, chain, as: ends.expired, detail: why },
    {
      message: { ...standing, error: undefined, endedAt: undefined },
      record: recordOf(courier, expired, 'delivery-expired', why),
    },
  )
}

async function dropStatus(courier: CourierDesk, expired: Expired): Promise<void> {
  const why = `status ${expired.id}: ${expired.detail ?? 'it could not be handed over'}`
  const record = recordOf(courier, expired, 'status-not-told', why)
  await courier.order.journal.move(record, {}, told(expired.id))
}

const recordOf = (
  { order }: CourierDesk,
  { about, senderId, serviceId }: Expired,
  faultCode: string,
  detail: string,
): MessageRecord => ({
  kind: 'refused',
  sessionId: newSessionId(),
  messageId: String(about),
  senderId,
  serviceId,
  registryNumber: order.registry()?.number,
  stage: 'deliver',
  faultCode,
  detail,
  stageTimes: [],
})
