import { type GetMessageStatusResponse } from '@arna/message'
import { messageStatus } from '@arna/sdk'
import type { Command } from '../command.ts'
import { whole } from '../command-line.ts'
import { isGood, statusText } from '../delivery-status.ts'
import { asyncMemberOptions, complaintAbout, doorOf, knownOf, memberValues } from '../member.ts'
import { tellRefusal } from '../refusal.ts'

/** `arna status`: what a member asks by getMessageStatus. */
export const status: Command = {
  name: 'status',
  summary: 'ask a gateway what became of a message of the asynchronous channel',
  words: 'MESSAGE-ID',
  wordCount: [1, 1],
  options: asyncMemberOptions,
  examples: [['arna status 4711', 'as the demo client; its sender and its receiver may ask']],
  notes: 'The exit code is 1 for a fault, and for a message that ended without being delivered.',
  async run(given, context) {
    const [messageId = ''] = given.positionals
    const known = knownOf(given, context, 'async')
    const door = doorOf(given, whole(memberValues(given, known), complaintAbout))
    let standing: GetMessageStatusResponse
    try {
      standing = await messageStatus(door, messageId)
    } catch (error) {
      return tellRefusal(error, context, { url: door.url, hint: '' })
    }
    if (context.json) {
      const { messageState: state, status: said, sessionId } = standing
      context.write(`${JSON.stringify({ messageId, state, status: said, sessionId })}\n`)
    } else context.write(`${statusText(standing)}\n`)
    return isGood(standing) ? 0 : 1
  },
}
