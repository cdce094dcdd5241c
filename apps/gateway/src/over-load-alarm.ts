import type { RaiseAlarm } from './alarms.ts'
import type { Authorization } from './authorize/authorize.ts'

const hourMs = 3_600_000

/** Tells the operator once an hour of each connection and load: a list of thousands would be no news. */
export function overLoadAlarm(
  raise: RaiseAlarm,
  now: () => number = Date.now,
): Authorization['overLoad'] {
  const told = new Map<string, number>()
  return ({ system, service }, load, requests) => {
    const key = `${load}\0${system}\0${service}`
    const hour = Math.floor(now() / hourMs)
    if (told.get(key) === hour) return
    told.set(key, hour)
    const declared = load === 'peak' ? 'its declared peak' : 'its nominal load'
    raise(
      load === 'peak' ? 'load-above-peak' : 'load-above-nominal',
      `${system} calls ${service} more often than ${declared}: ${requests} requests within an hour`,
      { system, service, requests },
    )
  }
}
