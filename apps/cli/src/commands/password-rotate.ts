import { hashPassword } from '@arna/registry'
import type { Command } from '../command.ts'
import { Failure } from '../failure.ts'
import { newPassword, newPasswordOptions, tellPassword } from '../new-password.ts'
import { publishAct, publishOptions, systemOf } from '../publish.ts'
import { timeFrom } from '../time-words.ts'

/** `arna password rotate`: a new password for a system, right beside the old one for a stated time. */
export const passwordRotate: Command = {
  name: 'password rotate',
  summary: 'give a system a new password; the old one stays right for a time',
  words: 'SENDER',
  wordCount: [1, 1],
  options: {
    ...publishOptions,
    'both-valid': { value: 'TIME', help: 'how long: 12h, 7d, or until a time with offset' },
    ...newPasswordOptions,
    reason: { value: 'TEXT', help: 'why; stands in the history and the journal' },
  },
  examples: [
    [
      'arna password rotate demo-client --both-valid 7d --demo test-inner',
      'shows the new password once',
    ],
  ],
  notes:
    'Two passwords at most are right at a time: a rotation before the last one ended makes the oldest wrong at once.',
  async run(given, context) {
    const [senderId = ''] = given.positionals
    const span = given.required('both-valid', 'how long both passwords are right')
    const until = timeFrom('both-valid', span, context.now())
    const password = await newPassword(given, context)
    const passwordHash = await hashPassword(password)
    const published = await publishAct(given, context, 'password-rotated', (current) => {
      const system = systemOf(current, senderId)
      if (system.passwordHash === undefined) {
        throw new Failure(`${senderId} has no password yet: arna password reset ${senderId}`)
      }
      const rotated = {
        ...system,
        passwordHash,
        previousPassword: { hash: system.passwordHash, until },
      }
      const systems = current.source.systems.map((one) => (one === system ? rotated : one))
      return {
        source: { ...current.source, systems },
        reason: given.text('reason') ?? `new password for ${senderId}`,
        detail: `new password for ${senderId}, the old one is right until ${until.toISOString()}`,
        data: { system: senderId, until: until.toISOString() },
      }
    })
    const facts = { senderId, number: published?.number, oldOneUntil: until.toISOString() }
    tellPassword(password, given, context, facts)
    return 0
  },
}
