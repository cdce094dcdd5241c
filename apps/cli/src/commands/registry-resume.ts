import type { Connection } from '@arna/registry'
import type { Command } from '../command.ts'
import { Failure } from '../failure.ts'
import { connectionsOf, publishAct, publishOptions } from '../publish.ts'
import { visible } from '../visible.ts'

/** `arna registry resume`: takes one reason of a suspension away. */
export const registryResume: Command = {
  name: 'registry resume',
  summary: 'take a reason of a suspension away; calls pass when none is left',
  words: '',
  wordCount: [0, 0],
  options: {
    ...publishOptions,
    system: { value: 'SENDER', help: 'senderId of the caller' },
    service: { value: 'SERVICE', help: 'serviceId; all that the system may call when left out' },
    reason: { value: 'N|TEXT', help: 'which reason: its number in the list, or its text' },
  },
  examples: [
    [
      'arna registry resume --demo test-inner --system demo-client --service DemoService',
      'lists the reasons with their numbers',
    ],
    [
      'arna registry resume --demo test-inner --system demo-client --reason "errors are not mended"',
      'for all services of the system',
    ],
  ],
  async run(given, context) {
    const { system } = given.requiredAll({ system: 'senderId of the caller' })
    const service = given.text('service')
    const which = given.text('reason')
    const published = await publishAct(given, context, 'system-resumed', (current) => {
      const affected = connectionsOf(current, system, service)
      const line = chosen(which, affected)
      const connections = current.source.connections.map((one) =>
        affected.includes(one)
          ? { ...one, suspended: one.suspended.filter((reason) => reason !== line) }
          : one,
      )
      return {
        source: { ...current.source, connections },
        reason: `no longer suspended: ${line}`,
        detail: `${system} → ${service ?? 'all its services'} is no longer suspended for ${line}`,
        data: { system, service: service ?? null },
      }
    })
    if (context.json) context.write(`${JSON.stringify({ number: published?.number ?? null })}\n`)
    return 0
  },
}

/** The text of the reason that was meant, as it stands. */
function chosen(which: string | undefined, connections: readonly Connection[]): string {
  const reasons = [...new Set(connections.flatMap(({ suspended }) => suspended))]
  if (reasons.length === 0) throw new Failure('nothing is suspended here: calls may pass')
  const found =
    reasons.find((reason) => reason === which || reason === `operator: ${which}`) ??
    (/^\d+$/.test(which ?? '') ? reasons[Number(which) - 1] : undefined)
  if (found !== undefined) return found
  const list = reasons.map((reason, index) => `\n  ${index + 1}. ${visible(reason)}`)
  const told =
    which === undefined ? '--reason is missing: which of these' : `no such reason ${which}`
  throw new Failure(`${told}? Give its number or its text:${list.join('')}`)
}
