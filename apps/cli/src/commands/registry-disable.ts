import type { Command } from '../command.ts'
import { publishAct, publishOptions, serviceOf } from '../publish.ts'
import { timeFrom } from '../time-words.ts'

/** `arna registry disable`: switches a service off for everybody, at once. */
export const registryDisable: Command = {
  name: 'registry disable',
  summary: 'switch a service off for everybody',
  words: 'SERVICE',
  wordCount: [1, 1],
  options: {
    ...publishOptions,
    reason: { value: 'TEXT', help: 'why: senders read it in the fault' },
    until: {
      value: 'TIME',
      help: 'until when, as senders are told: 12h, 7d, or a time with offset',
    },
  },
  examples: [
    [
      'arna registry disable DemoService --demo test-inner --reason "on request of the owner" --until 12h',
      'in force within a second',
    ],
  ],
  notes: `With --until the service is on again by itself at that time. Write it into the registry file, too: an import without it
enables the service again, and warns of that.`,
  async run(given, context) {
    const [serviceId = ''] = given.positionals
    const reason = given.required('reason', 'why, for senders to read')
    const untilText = given.text('until')
    const until = untilText === undefined ? undefined : timeFrom('until', untilText, context.now())
    const published = await publishAct(given, context, 'service-disabled', (current) => {
      const service = serviceOf(current, serviceId)
      const disabled = { reason, ...(until !== undefined && { until }) }
      const services = current.source.services.map((one) =>
        one === service ? { ...one, disabled } : one,
      )
      const time = until?.toISOString()
      return {
        source: { ...current.source, services },
        reason,
        detail: `disabled ${serviceId}${time === undefined ? '' : ` until ${time}`} (${reason})`,
        data: { service: serviceId, until: time ?? null },
      }
    })
    if (context.json) context.write(`${JSON.stringify({ number: published?.number ?? null })}\n`)
    return 0
  },
}
