import type { Command } from '../command.ts'
import { connectionsOf, publishAct, publishOptions } from '../publish.ts'

/** `arna registry suspend`: switches the calls of a system off, at once. */
export const registrySuspend: Command = {
  name: 'registry suspend',
  summary: 'switch the calls of a system off, to one service or all',
  words: '',
  wordCount: [0, 0],
  options: {
    ...publishOptions,
    system: { value: 'SENDER', help: 'senderId of the caller' },
    service: { value: 'SERVICE', help: 'serviceId; all that the system may call when left out' },
    reason: { value: 'TEXT', help: 'why: the sender reads it in the fault' },
  },
  examples: [
    [
      'arna registry suspend --demo test-inner --system demo-client --reason "errors are not mended"',
      'in force within a second',
    ],
  ],
  notes: `The reason stands beside those of others who switched the same calls off; calls pass again when none is left (arna registry resume).
Write it into the registry file, too: an import without it lifts the suspension, and warns of that.`,
  async run(given, context) {
    const { system, reason } = given.requiredAll({
      system: 'senderId of the caller',
      reason: 'why, for the sender to read',
    })
    const service = given.text('service')
    const line = `operator: ${reason}`
    const published = await publishAct(given, context, 'system-suspended', (current) => {
      const affected = new Set(connectionsOf(current, system, service))
      const connections = current.source.connections.map((one) =>
        affected.has(one) && !one.suspended.includes(line)
          ? { ...one, suspended: [...one.suspended, line] }
          : one,
      )
      return {
        source: { ...current.source, connections },
        reason,
        detail: `suspended ${system} → ${service ?? 'all its services'} (${line})`,
        data: { system, service: service ?? null },
      }
    })
    if (context.json) context.write(`${JSON.stringify({ number: published?.number ?? null })}\n`)
    return 0
  },
}
