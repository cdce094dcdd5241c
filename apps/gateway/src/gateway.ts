import { type Fault, faultFrom } from '@arna/message'
import { type Authentication, authenticate } from './authenticate/authenticate.ts'
import { authorize } from './authorize/authorize.ts'
import { type Delivery, deliver } from './deliver/deliver.ts'
import { type Answering, answer, answerFault } from './envelope/answer.ts'
import { type Opening, openMessage } from './envelope/open-message.ts'
import type { Journal, Received, Reply } from './exchange.ts'
import type { InstanceMetrics } from './metrics.ts'
import {
  checkAnswerPayload,
  checkRequestPayload,
  type PayloadChecking,
} from './payload/check-payload.ts'
import { startTrace, type Trace } from './trace.ts'
import { route } from './route/route.ts'

/** What one instance of the gateway stands on. */
export interface Gateway extends Opening, Authentication, PayloadChecking, Delivery, Answering {
  readonly journal: Journal
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
  try {
    const opened = await trace.stage('envelope', () => openMessage(received, gateway, trace.speaks))
    trace.claims(opened)
    const authenticated = await trace.stage('authenticate', () => authenticate(opened, gateway))
    trace.proves(authenticated)
    const authorized = await trace.stage('authorize', () => authorize(authenticated))
    const routed = await trace.stage('route', () => route(authorized))
    await trace.stage('payload', () => checkRequestPayload(routed, gateway))
    await trace.stage('admit', () => gateway.journal.write(trace.admitted()))
    const delivered = await trace.stage('deliver', () => deliver(routed, gateway))
    await trace.stage('payload', () => checkAnswerPayload(delivered, gateway))
    const reply = await trace.stage('answer', () => answer(delivered, gateway))
    await gateway.journal.write(trace.finished(reply))
    gateway.metrics.answered('finished')
    return reply
  } catch (error) {
    return await refuse(error, trace, gateway)
  }
}

/** For what never became a message: cut off, too long, not SOAP. */
export function refuseUnread(received: Received, fault: Fault, gateway: Gateway): Promise<Reply> {
  return refuse(fault, startTrace(received, gateway.metrics.observe), gateway)
}

/** Every refusal is journaled too; when even that fails, the caller hears of the journal and nothing is passed on. */
async function refuse(error: unknown, trace: Trace, gateway: Gateway): Promise<Reply> {
  let fault = faultFrom(error)
  try {
    await gateway.journal.write(trace.refused(fault))
  } catch (failure) {
    fault = faultFrom(failure)
  }
  gateway.metrics.answered(fault.code)
  gateway.report(fault, trace.subject().sessionId)
  return answerFault(fault, trace.subject(), gateway)
}
