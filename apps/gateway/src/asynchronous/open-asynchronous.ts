import { openNumbers, Queues } from '@arna/delivery'
import { openPayloadCipher, RecentClaims } from '@arna/journal'
import { Courier } from '../courier/courier.ts'
import type { CourierOrder } from '../courier/courier-desk.ts'
import type { Gateway } from '../gateway.ts'
import type { AsyncGateway } from './context.ts'
import { saysWhenAway } from './says-when-away.ts'

/** Opens the asynchronous channel of an instance: from now on it hands over what waits. */
export function openAsynchronous(
  gateway: Gateway,
  order: Pick<
    CourierOrder,
    'database' | 'journalKey' | 'contour' | 'keepDays' | 'registry' | 'attempted' | 'onError'
  >,
): AsyncGateway {
  const { journalKey } = order
  const database = saysWhenAway(order.database)
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
    courier: new Courier({ ...gateway, ...order, database, numbers, queues }),
  }
}
