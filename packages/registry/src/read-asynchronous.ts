import { isWhole } from './is-whole.ts'
import type { Reading } from './reading.ts'
import { usualAsynchronous, usualService } from './usual.ts'
import { type AsynchronousDelivery, type Channel, channels, deliveryModes } from './words.ts'

const daySeconds = 24 * 60 * 60
const longestExpirySeconds = 365 * daySeconds

/** The channels that a service is on. */
export function readChannels(reading: Reading): readonly Channel[] | undefined {
  if (reading.missing) return usualService.channels
  const items = reading.items()
  const found = items.map((one) => one.oneOf(channels))
  if (!isWhole(found) || !Array.isArray(reading.value)) return undefined
  if (found.length === 0) return reading.problem(`write at least one of ${channels.join(', ')}`)
  const twice = items.find((_, index) => found.indexOf(found[index]) < index)
  return twice === undefined ? found : twice.problem('this channel stands here twice')
}

/** How the asynchronous channel treats the messages of a service. */
export function readAsynchronous(reading: Reading): AsynchronousDelivery | undefined {
  const usual = usualAsynchronous
  if (reading.missing) return usual
  const member = reading.members([
    'requests',
    'pushedIsDelivered',
    'fetchedIsDelivered',
    'leaseSeconds',
    'expirySeconds',
  ])
  if (member === undefined) return undefined
  const requests = member('requests').oneOf(deliveryModes, usual.requests)
  const pushedIsDelivered = member('pushedIsDelivered').flag(usual.pushedIsDelivered)
  const fetchedIsDelivered = member('fetchedIsDelivered').flag(usual.fetchedIsDelivered)
  const leaseSeconds = member('leaseSeconds').whole(1, daySeconds, usual.leaseSeconds)
  const expirySeconds = member('expirySeconds').whole(1, longestExpirySeconds, usual.expirySeconds)
  if (requests === undefined || pushedIsDelivered === undefined) return undefined
  if (fetchedIsDelivered === undefined || leaseSeconds === undefined) return undefined
  if (expirySeconds === undefined) return undefined
  return { requests, pushedIsDelivered, fetchedIsDelivered, leaseSeconds, expirySeconds }
}
