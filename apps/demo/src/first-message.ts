import { readFileSync } from 'node:fs'
import { openDatabase } from '@arna/database'
import { payloadFrom } from '@arna/message'
import { callService } from '@arna/sdk'
import type { DemoKeys } from './demo-keys.ts'
import type { DemoMaterial } from './demo-material.ts'
import { type JournalLine, readTrace } from './journal-trace.ts'

export interface FirstMessage {
  readonly sessionId: string
  readonly messageId: string
  readonly status: string
  readonly trace: readonly JournalLine[]
}

/** Sends one signed message as the demo client would, through the test environment's inner gateway. */
export async function sendFirstMessage(
  material: DemoMaterial,
  keys: DemoKeys,
  databaseUrl: string,
): Promise<FirstMessage> {
  const { client, service, gateways } = material
  const answer = await callService({
    url: `${gateways.testInner}/bip-sync-wss-gost/`,
    sender: { senderId: client.senderId, password: client.password },
    signer: {
      key: keys.client.key,
      certificate: keys.client.certificate,
      reference: 'KeyIdentifier',
    },
    trustedGateways: [keys.gateways.testInner.certificate],
    serviceId: service.serviceId,
    payload: payloadFrom(readFileSync(service.payload)),
  })
  const sessionId = answer.sessionId ?? ''
  return {
    sessionId,
    messageId: answer.requestMessageId,
    status: `${answer.status.code} ${answer.status.message}`,
    trace: await traceFrom(databaseUrl, sessionId),
  }
}

async function traceFrom(databaseUrl: string, sessionId: string): Promise<JournalLine[]> {
  const database = openDatabase(databaseUrl, { max: 1 })
  try {
    return await readTrace(database, sessionId)
  } finally {
    await database.close()
  }
}

/** The journal's lines as a picture: when, what, and the time of each stage in milliseconds. */
export function traceLines({ trace, messageId, sessionId, status }: FirstMessage): string[] {
  const stages = trace.at(-1)?.stage_times ?? []
  const longest = Math.max(1, ...stages.map(({ ms }) => ms))
  return [
    `  message ${messageId}, session ${sessionId}: ${status}`,
    ...trace.map(
      ({ at, kind, instance }) => `  ${at.toISOString()}  ${kind.padEnd(9)} by ${instance}`,
    ),
    ...stages.map(({ stage, ms }) => {
      const bar = '─'.repeat(Math.max(1, Math.round((ms / longest) * 40)))
      return `    ${stage.padEnd(13)}${ms.toFixed(3).padStart(9)} ms  ${bar}`
    }),
  ]
}
