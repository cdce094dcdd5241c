import type { Command } from '../command.ts'
import { publishAct, publishOptions, serviceOf } from '../publish.ts'

/** `arna registry enable`: switches a disabled service on again. */
export const registryEnable: Command = {
  name: 'registry enable',
  summary: 'switch a disabled service on again',
  words: 'SERVICE',
  wordCount: [1, 1],
  options: {
    ...publishOptions,
    reason: { value: 'TEXT', help: 'why; stands in the history and the journal' },
  },
  examples: [['arna registry enable DemoService --demo test-inner', 'in force within a second']],
  async run(given, context) {
    const [serviceId = ''] = given.positionals
    const published = await publishAct(given, context, 'service-enabled', (current) => {
      const service = serviceOf(current, serviceId)
      const { disabled: _, ...enabled } = service
      const services = current.source.services.map((one) => (one === service ? enabled : one))
      return {
        source: { ...current.source, services },
        reason: given.text('reason') ?? `enabled ${serviceId}`,
        detail: `enabled ${serviceId}`,
        data: { service: serviceId },
      }
    })
    if (context.json) context.write(`${JSON.stringify({ number: published?.number ?? null })}\n`)
    return 0
  },
}
