import { setTimeout as delay } from 'node:timers/promises'
import type { GetMessageStatusResponse } from '@arna/message'
import { type Door, messageStatus } from '@arna/sdk'

const firstPauseMs = 100
const longestPauseMs = 5_000

/** Asks with growing pauses until the message has ended, or the time is over. */
export async function statusWithin(
  door: Door,
  messageId: string,
  seconds: number,
): Promise<GetMessageStatusResponse> {
  const untilMs = performance.now() + seconds * 1000
  let pauseMs = firstPauseMs
  for (;;) {
    const status = await messageStatus(door, messageId)
    const leftMs = untilMs - performance.now()
    if (status.messageState !== 'ON_DELIVERY' || leftMs <= 0) return status
    await delay(Math.min(pauseMs, leftMs))
    pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)
  }
}

/** `DELIVERED  SCSS001 The message is delivered` … */
export const statusText = ({ messageState, status }: GetMessageStatusResponse): string =>
  `${messageState}  ${status.code} ${status.message} (${status.date})`

/** A message that its receiver did not get is an answer of no. */
export const isGood = ({ messageState }: GetMessageStatusResponse): boolean =>
  messageState === 'DELIVERED' || messageState === 'ON_DELIVERY'
