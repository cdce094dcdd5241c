import { randomUUID } from 'node:crypto'

/**
 * A UUID of version 7 (RFC 9562): its first 48 bits are the time in milliseconds, so that a look-up by session touches
 * the partitions of one day and new index entries go to the end.
 */
export function newSessionId(now: number = Date.now()): string {
  const time = now.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}

/** When the session began, by the clock of the machine that named it; undefined for ids of another kind. */
export function timeOfSession(sessionId: string): Date | undefined {
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-7/i.exec(sessionId)
  return match === null ? undefined : new Date(Number.parseInt(`${match[1]}${match[2]}`, 16))
}
