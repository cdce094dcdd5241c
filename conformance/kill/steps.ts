import type { ServiceName } from './channel-world.ts'

/** Where a gateway dies: before it says this to somebody, or when that is on its way and nothing has come back. */
export interface Step {
  readonly to: 'database' | 'receiver' | 'caller'
  readonly says: string
  readonly when: 'before' | 'after'
  /** Those whose messages come there; all when left out. */
  readonly services?: readonly ServiceName[]
}

const database = (says: string, when: Step['when'], ...services: ServiceName[]): Step => ({
  to: 'database',
  says,
  when,
  ...(services.length > 0 && { services }),
})

/** Every step of a message's life, in its order. */
export const steps = {
  'before the flight that accepts': database('"move":"accept"', 'before'),
  'while that flight is under way': database('"move":"accept"', 'after'),
  'accepted, before the answer': { to: 'caller', says: 'sendMessageResponse', when: 'before' },
  'reserved, before the push': { to: 'receiver', says: 'sendMessage', when: 'before' },
  'while the push is under way': { to: 'receiver', says: 'sendMessage', when: 'after' },
  'while it takes what waits': database('where queue = $1 and leased_until is null', 'after'),
  'taken, before the end is written': database('"move":"end"', 'before', 'Pushed'),
  'while the end is written': database('"move":"end"', 'after', 'Pushed'),
  'taken, before that is written and confirmed': database(
    '"move":"hand-over"',
    'before',
    'Confirmed',
  ),
  'while the handing over is written': database('"move":"hand-over"', 'after', 'Confirmed'),
  'while a fetch claims': database('unnest($1::integer[]) as line', 'after', 'Fetched'),
  'fetched, before the answer': {
    to: 'caller',
    says: '<messageInfo',
    when: 'before',
    services: ['Fetched'],
  },
  'before the verdict is written': database('"move":"end"', 'before', 'Fetched'),
  'while the verdict is written': database('"move":"end"', 'after', 'Fetched'),
  'while the wish for it again is written': database('"move":"retry"', 'after', 'Fetched'),
  'verdict written, before the answer': {
    to: 'caller',
    says: 'sendDeliveryNotificationResponse',
    when: 'before',
    services: ['Fetched', 'Confirmed'],
  },
  'ended, before its sender is told': {
    to: 'receiver',
    says: 'StatusNotification',
    when: 'before',
  },
  'while its sender is told': { to: 'receiver', says: 'StatusNotification', when: 'after' },
  'told, before that is written': database('"move":"told"', 'before'),
  'while that is written': database('"move":"told"', 'after'),
} as const satisfies Readonly<Record<string, Step>>
