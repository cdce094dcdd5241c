import { type Fault, faultFrom, readSendMessage, type SendMessage } from '@arna/message'
import { type Admission, admit, type Repeated } from './admit/admit.ts'
import { answerRepeat, type Repeats } from './admit/answer-repeat.ts'
import { neverDelivered } from './admit/never-delivered.ts'
import type { LeavePlace, Places, PlaceWish } from './admit/places.ts'
import { settle, type Settling } from './admit/settle.ts'
import { type Authentication, authenticate, type Contract } from './authenticate/authenticate.ts'
import { type Authorization, authorize } from './authorize/authorize.ts'
import { type Delivery, deliver, type Outgoing, prepare } from './deliver/deliver.ts'
import { type Answering, answer, answerFault } from './envelope/answer.ts'
import { type Opening, openMessage } from './envelope/open-message.ts'
import type { Opened, Received, Reply, Routed } from './exchange.ts'
import type { InstanceMetrics } from './metrics.ts'
import {
  checkAnswerPayload,
  checkRequestPayload,
  type PayloadChecking,
} from './payload/check-payload.ts'
import { route } from './route/route.ts'
import { startTrace, type Trace } from './trace.ts'
import type { Turns } from './turns.ts'

/** What one instance of the gateway stands on. */
export interface Gateway
  extends
    Opening,
    Authentication,
    Authorization,
    PayloadChecking,
    Admission,
    Repeats,
    Delivery,
    Answering,
    Settling {
  readonly turns: Turns
  readonly places: Places
  readonly metrics: InstanceMetrics
  /** Tells the operator's log of a refusal; never a payload, never a password. */
  report(fault: Fault, sessionId: string): void
}

/**
 * The life of one message. Read this file first.
 *
 * Two points are durable: admitted, before the first byte goes to the provider, and finished (or refused), before the
 * answer leaves. What was answered is therefore in the journal, whatever dies in between.
 */
export async function accept(received: Received, gateway: Gateway): Promise<Reply> {
  const trace = startTrace(received, gateway.metrics.observe)
  let leave: LeavePlace | undefined
  try {
    const open = (): Opened => openMessage(received, gateway, trace.speaks, readSendMessage)
    const opened = await trace.stage('envelope', () => openedInTurn(received, gateway, open))
    trace.claims(opened)
    const inTurn = <T>(work: () => T | Promise<T>): Promise<T> =>
      gateway.turns.run(opened.claimed.sender.senderId, work)
    const authenticated = await trace.stage('authenticate', () =>
      inTurn(() => authenticate(opened, gateway, syncContract)),
    )
    trace.proves(authenticated)
    const authorized = await trace.stage('authorize', () => authorize(authenticated, gateway))
    const routed = await trace.stage('route', () => route(authorized))
    await trace.stage('payload', () => checkRequestPayload(routed, gateway, inTurn))
    leave = await trace.stage('queue', () => gateway.places.take(placeOf(routed)))
    const early = gateway.turns.isIdle ? started(inTurn(() => prepare(routed, gateway))) : undefined
    const admitted = await trace.stage('admit', () => admit(routed, trace, gateway))
    if ('repeatOf' in admitted) {
      leave()
      return await repeat(routed, admitted, trace, gateway)
    }
    const delivered = await trace.stage('deliver', async () => {
      const outgoing = await (early ?? inTurn(() => prepare(admitted, gateway)))
      return deliver(admitted, outgoing, gateway, { inTurn, hears: trace.hears })
    })
    trace.waives(delivered.waiver)
    await trace.stage('payload', () => checkAnswerPayload(delivered, gateway, inTurn))
    const reply = await trace.stage('answer', () => inTurn(() => answer(delivered, gateway)))
    await settle(trace.finished(reply), trace.kept(reply), gateway)
    gateway.metrics.answered('finished')
    return reply
  } catch (error) {
    return await refuse(error, trace, gateway)
  } finally {
    leave?.()
  }
}

/**
 * While the processor has nothing better to do, a message is signed for its provider before the journal has it; it is sent
 * afterwards. That it fails is told when it is asked for, and a repeat never asks.
 */
function started(outgoing: Promise<Outgoing>): Promise<Outgoing> {
  outgoing.catch(() => undefined)
  return outgoing
}

/** Every message of the synchronous channel shows its password (Rules, paragraph 54). */
const syncContract: Contract<SendMessage> = { read: readSendMessage, needsPassword: () => true }

/** Reading takes milliseconds from here on: one long message at a time, and everybody else between two of them. */
const longBytes = 256 * 1024
/** The line of messages whose sender is not read yet; no sender is called so. */
const unnamed = ''

export const openedInTurn = <T>(
  { bytes }: Received,
  { turns }: Pick<Gateway, 'turns'>,
  open: () => T,
): T | Promise<T> => (bytes.byteLength < longBytes ? open() : turns.run(unnamed, open))

/** The same signed bytes again: the provider does not see them, and the sender gets the first answer. */
async function repeat(
  routed: Routed,
  first: Repeated,
  trace: Trace,
  gateway: Gateway,
): Promise<Reply> {
  trace.repeats(first.repeatOf)
  const reply = await trace.stage('repeat', () => answerRepeat(routed, first, gateway))
  await gateway.journal.write(trace.finished(reply))
  gateway.metrics.answered('repeated')
  return reply
}

/** For what never became a message: cut off, too long, not SOAP. */
export function refuseUnread(received: Received, fault: Fault, gateway: Gateway): Promise<Reply> {
  return refuse(fault, startTrace(received, gateway.metrics.observe), gateway)
}

/** Every refusal is journaled too; when even that fails, the caller hears of the journal. */
export async function refuse(error: unknown, trace: Trace, gateway: Gateway): Promise<Reply> {
  const fault = faultFrom(error)
  const reply = await faultReply(fault, trace, gateway)
  try {
    await journalRefusal(fault, reply, trace, gateway)
    return reply
  } catch (failure) {
    return await faultReply(faultFrom(failure), trace, gateway)
  }
}

async function journalRefusal(
  fault: Fault,
  reply: Reply,
  trace: Trace,
  gateway: Gateway,
): Promise<void> {
  const { underWay } = trace
  const record = trace.refused(fault, reply.status)
  if (underWay === undefined) return gateway.journal.write(record)
  if (fault.code === 'journal-unavailable') {
    // Owed already is the outcome that the journal could not take; else it could not take the message itself.
    if (!gateway.owed.has(record.sessionId)) gateway.owed.add(record, {}, { releasesClaim: true })
    return undefined
  }
  return settle(record, trace.kept(reply), gateway, {
    releasesClaim: neverDelivered.has(fault.code),
  })
}

function faultReply(fault: Fault, trace: Trace, gateway: Gateway): Reply | Promise<Reply> {
  const subject = trace.subject()
  gateway.metrics.answered(fault.code)
  gateway.report(fault, subject.sessionId)
  const sender = subject.authenticated?.sender.senderId
  const write = (): Reply => answerFault(fault, subject, gateway)
  // Only who has proved who it is gets a signature, and waits in line for it.
  return sender === undefined ? write() : gateway.turns.run(sender, write)
}

const placeOf = ({ sender, service }: Routed): PlaceWish => ({
  senderId: sender.senderId,
  senderPlaces: sender.maxConcurrent,
  serviceId: service.serviceId,
  servicePlaces: service.maxConcurrent,
})
