import { hasten, tryNow } from '@arna/delivery'
import type { Command } from '../command.ts'
import { actOn, recordOf, selectionOf } from '../queue-acts.ts'
import { actOptions, selectionOptions } from '../queue-place.ts'

const { key: _, ...options } = actOptions

/** `arna queue retry`: whoever knows that a receiver is back need not wait for the next attempt. */
export const queueRetry: Command = {
  name: 'queue retry',
  summary: 'try again now, whatever the delay, and receivers that were down at once',
  words: '[MESSAGE-ID…]',
  wordCount: [0, 1000],
  options: {
    ...options,
    ...selectionOptions,
    reason: { value: 'TEXT', help: 'why, for the journal' },
  },
  examples: [
    ['arna queue retry 4711 --demo test-inner', 'one message'],
    [
      'arna queue retry --receiver demo-service --demo test-inner --yes',
      'all that waits for a receiver that is back',
    ],
  ],
  notes: `By its number also a message is handed over again that its receiver has and has not confirmed. What a gateway process has in
hands just now is left alone, and what is due already needs only its receiver. A suspension is lifted by arna registry resume, not by this.`,
  async run(given, context) {
    const selection = selectionOf(given)
    return actOn(
      selection,
      {
        event: 'delivery-hastened',
        verb: 'hasten',
        done: 'hastened',
        reason: given.text('reason'),
        data: { ...selection },
        isForDelayed: true,
        apply: async (messages, { journal, because }) => {
          const granted = await Promise.all(
            messages.map((message) =>
              journal.move(recordOf(message, `due at once, by ${because}`), {}, hasten(message.id)),
            ),
          )
          return granted.filter((one) => one !== undefined).length
        },
        after: async (lines, database) => {
          await tryNow(
            database,
            lines.map(({ id }) => id),
          )
        },
      },
      given,
      context,
    )
  },
}
