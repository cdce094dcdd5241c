import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import {
  ends,
  giveBack,
  handOver as handedOver,
  type Queue,
  retry,
  retryDelaySeconds,
  told,
} from '@arna/delivery'
import { type Companion, type MessageRecord, newSessionId, type Payloads } from '@arna/journal'
import { Fault } from '@arna/message'
import type { CourierDesk } from './courier-desk.ts'
import type { Endpoint } from './endpoint.ts'
import { endMessage } from './end-message.ts'
import { type Attempt, handOver } from './hand-over.ts'
import type { Parcel } from './parcel.ts'

export interface Carrying {
  readonly courier: CourierDesk
  readonly queue: Queue
  readonly endpoint: Endpoint
  /** On the monotonic clock: from then on it is somebody else's. */
  readonly leaseEndMs: number
}

/** What the outcome of an attempt may still need when the call itself is over. */
const writeMarginMs = 2_000
/** A process that cannot write down what was taken goes on trying; then it is handed over once more. */
const longestWriteMs = 60_000
const writePauseMs = 500

/** One attempt, and what becomes of the delivery. Whatever the journal could not take is tried again until it is written. */
export async function carry(parcel: Parcel, carrying: Carrying): Promise<void> {
  const { courier, queue, endpoint, leaseEndMs } = carrying
  const way = courier.wayFor(queue, parcel.message.routeId)
  if (way.way === 'none' && queue.kind === 'status') {
    await giveUp(parcel, way.reason, courier)
    return
  }
  const sessionId = newSessionId()
  if (way.way === 'none') {
    // Its line is pushed, and this one has nowhere to go: a route that is no longer registered.
    const fault = new Fault('receiver-unknown', way.reason)
    await written(() => settle(parcel, { ...nothing, fault }, sessionId, carrying))
    return
  }
  if (
    way.way !== 'push' ||
    performance.now() + way.maxTimeSeconds * 1000 + writeMarginMs > leaseEndMs
  ) {
    // It was suspended meanwhile, or has waited here for too long: somebody may have it.
    const hold = { worker: courier.worker, attempt: parcel.attempt }
    await giveBack(courier.order.database, parcel.id, hold)
    return
  }
  const attempt = await handOver(parcel, way, sessionId, courier.order)
  if (attempt.fault === undefined) endpoint.took()
  else endpoint.failed(attempt.fault, performance.now())
  await written(() => settle(parcel, attempt, sessionId, carrying))
}

async function settle(
  parcel: Parcel,
  attempt: Attempt,
  sessionId: string,
  { courier }: Carrying,
): Promise<void> {
  const { journal, attempted } = courier.order
  const record = recordOf(parcel, attempt, sessionId, courier)
  const payloads: Payloads = attempt.answer ? { answer: { bytes: attempt.answer } } : {}
  const { fault } = attempt
  const move = async (companion: Companion): Promise<void> => {
    // Somebody else ended it, or has it: what happened here is written all the same.
    if ((await journal.move(record, payloads, companion)) === undefined) {
      await journal.write(record, payloads)
    }
  }
  if (fault !== undefined) {
    attempted(fault.code)
    await move(
      retry({
        id: parcel.id,
        hold: { worker: courier.worker, attempt: parcel.attempt },
        delaySeconds: retryDelaySeconds(parcel.attempt),
        status: fault.code,
        detail: fault.detail,
      }),
    )
    return
  }
  if (parcel.kind === 'status') {
    attempted('told')
    await move(told(parcel.id))
    return
  }
  const service = courier.order.registry()?.service(parcel.message.serviceId)
  if (service !== undefined && !service.asynchronous.pushedIsDelivered) {
    attempted('handed-over')
    const { leaseSeconds } = service.asynchronous
    await move(
      handedOver({
        id: parcel.id,
        hold: { worker: courier.worker, attempt: parcel.attempt },
        leaseSeconds,
      }),
    )
    return
  }
  attempted('delivered')
  const { id, message } = parcel
  const ending = { id, chain: message.chain, as: ends.taken }
  const isOurs = await endMessage(courier, ending, { message, record, payloads })
  if (!isOurs) await journal.write(record, payloads)
}

/** The record of an attempt: an exchange of its own, under the message's number. */
function recordOf(
  { id, message, kind, attempt: number }: Parcel,
  { sent, fault, waiver, answer }: Attempt,
  sessionId: string,
  { order }: CourierDesk,
): MessageRecord {
  const what = kind === 'status' ? `status ${id}` : 'message'
  const to = kind === 'status' ? message.senderId : message.receiverId
  const about = `${what} to ${to}, attempt ${number}`
  return {
    kind: fault === undefined ? 'finished' : 'refused',
    sessionId,
    messageId: String(message.id),
    senderId: message.senderId,
    serviceId: message.serviceId,
    registryNumber: order.registry()?.number,
    ...(sent && {
      digest: createHash('sha256').update(sent).digest('hex'),
      bytes: sent.byteLength,
    }),
    stage: fault === undefined ? undefined : 'deliver',
    faultCode: fault?.code,
    detail: fault === undefined ? about : `${about}: ${fault.detail}`,
    waiver,
    httpStatus: answer === undefined ? undefined : 200,
    stageTimes: [],
  }
}

/** Nobody is there to be told; whoever wants to know asks for the status. */
async function giveUp(parcel: Parcel, reason: string, courier: CourierDesk): Promise<void> {
  const fault = new Fault('status-not-told', reason)
  courier.order.attempted(fault.code)
  const attempt = { ...nothing, fault }
  await courier.order.journal.move(
    recordOf(parcel, attempt, newSessionId(), courier),
    {},
    told(parcel.id),
  )
}

/** It never came to a call. */
const nothing = { sent: undefined, answer: undefined, waiver: undefined }

async function written(write: () => Promise<void>): Promise<void> {
  const untilMs = performance.now() + longestWriteMs
  for (;;) {
    try {
      await write()
      return
    } catch (error) {
      const isAway = error instanceof Fault && error.code === 'journal-unavailable'
      if (!isAway || performance.now() > untilMs) throw error
      await delay(writePauseMs)
    }
  }
}
