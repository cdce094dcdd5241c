import { type AsyncSendMessageResponse, type GetMessageStatusResponse } from '@arna/message'
import { type Door, type Outgoing, sendMessage } from '@arna/sdk'
import type { Context } from './command.ts'
import { isGood, statusText, statusWithin } from './delivery-status.ts'
import { tellRefusal } from './refusal.ts'

export interface AsyncOrder {
  readonly door: Door
  readonly message: Outgoing
  /** How long the end is waited for; not at all when left out. */
  readonly waitSeconds: number | undefined
}

/** One message of the asynchronous channel: the gateway keeps it from then on, and says under which number. */
export async function sendAsync(order: AsyncOrder, context: Context): Promise<0 | 1> {
  const { door, message, waitSeconds } = order
  const startMs = performance.now()
  let accepted: AsyncSendMessageResponse
  try {
    accepted = await sendMessage(door, message)
  } catch (error) {
    const hint =
      '; nobody knows whether the gateway has the message, and it would be stored twice if sent anew'
    return tellRefusal(error, context, { url: door.url, hint })
  }
  const { messageId, correlationId, sessionId } = accepted
  if (!context.json) {
    context.say(
      `accepted (${(performance.now() - startMs).toFixed(0)} ms), session ${sessionId ?? 'not told'}`,
    )
    context.write(`messageId      ${messageId}\ncorrelationId  ${correlationId}\n`)
  }
  if (waitSeconds === undefined) {
    if (context.json) context.write(`${JSON.stringify({ messageId, correlationId, sessionId })}\n`)
    else context.say(`arna status ${messageId} says what becomes of it`)
    return 0
  }
  let status: GetMessageStatusResponse
  try {
    status = await statusWithin(door, messageId, waitSeconds)
  } catch (error) {
    const hint = `; the gateway has the message: arna status ${messageId}`
    return tellRefusal(error, context, { url: door.url, hint })
  }
  const { messageState: state } = status
  if (context.json) {
    const shown = { messageId, correlationId, sessionId, state, status: status.status }
    context.write(`${JSON.stringify(shown)}\n`)
  } else {
    context.write(`state          ${statusText(status)}\n`)
    if (state === 'ON_DELIVERY') {
      context.say(`not ended within ${waitSeconds} s: arna status ${messageId} asks again`)
    }
  }
  return isGood(status) && state !== 'ON_DELIVERY' ? 0 : 1
}
