import { expect, test } from 'vitest'
import { overLoadAlarm } from './over-load-alarm.ts'

test('the operator hears once an hour of each connection and load', () => {
  const heard: string[] = []
  let nowMs = 0
  const overLoad = overLoadAlarm(
    (name, _detail, data) => heard.push(`${name} ${String(data?.['system'])}`),
    () => nowMs,
  )
  const connection = { system: 'a', service: 's', suspended: [] }
  overLoad(connection, 'nominal', 361)
  overLoad(connection, 'nominal', 362)
  overLoad(connection, 'peak', 2001)
  overLoad({ ...connection, system: 'b' }, 'peak', 2001)
  overLoad(connection, 'peak', 2002)
  nowMs = 3_600_000
  overLoad(connection, 'peak', 2001)
  expect(heard).toEqual([
    'load-above-nominal a',
    'load-above-peak a',
    'load-above-peak b',
    'load-above-peak a',
  ])
})
