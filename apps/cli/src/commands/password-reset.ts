import { hashPassword } from '@arna/registry'
import type { Command } from '../command.ts'
import { newPassword, newPasswordOptions, tellPassword } from '../new-password.ts'
import { publishAct, publishOptions, systemOf } from '../publish.ts'

/** `arna password reset`: a new password for a system; the one before is wrong at once. */
export const passwordReset: Command = {
  name: 'password reset',
  summary: 'give a system a new password; the old one is wrong at once',
  words: 'SENDER',
  wordCount: [1, 1],
  options: {
    ...publishOptions,
    ...newPasswordOptions,
    reason: { value: 'TEXT', help: 'why; stands in the history and the journal' },
  },
  examples: [
    ['arna password reset demo-client --demo test-inner', 'shows the new password once'],
    [
      'arna password reset my-system --environment test --contour inner --key publication.key --stdin < password.txt',
      'takes it from a file',
    ],
  ],
  notes:
    'It holds for one registry: inner and outer, test and production have passwords of their own.',
  async run(given, context) {
    const [senderId = ''] = given.positionals
    const password = await newPassword(given, context)
    const passwordHash = await hashPassword(password)
    const published = await publishAct(given, context, 'password-reset', (current) => {
      const system = systemOf(current, senderId)
      const { previousPassword: _, ...rest } = system
      const systems = current.source.systems.map((one) =>
        one === system ? { ...rest, passwordHash } : one,
      )
      return {
        source: { ...current.source, systems },
        reason: given.text('reason') ?? `new password for ${senderId}`,
        detail: `new password for ${senderId}`,
        data: { system: senderId },
      }
    })
    tellPassword(password, given, context, { senderId, number: published?.number })
    return 0
  },
}
