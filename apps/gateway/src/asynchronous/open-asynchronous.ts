import { openNumbers, Queues } from '@arna/delivery'
import { openPayloadCipher, RecentClaims } from '@arna/journal'
import { Courier, type CourierOrder } from '../courier/courier.ts'
import type { Gateway } from '../gateway.ts'
import type { AsyncGateway } from './context.ts'

/** Opens the asynchronous channel of an instance: from now on it hands over what waits. */
export function openAsynchronous(
  gateway: Gateway,
  order: Pick<
    CourierOrder,
    'database' | 'journalKey' | 'contour' | 'keepDays' | 'registry' | 'attempted' | 'onError'
  >,
): AsyncGateway {
  const { database, journalKey } = order
  const numbers = openNumbers(database)
  const queues = new Queues(database)
  return {
    ...gateway,
    database,
    numbers,
    queues,
    journalKey,
    contentCipher: openPayloadCipher(journalKey),
    recentMessages: new RecentClaims(),
    courier: new Courier({ ...gateway, ...order, numbers, queues }),
  }
}
