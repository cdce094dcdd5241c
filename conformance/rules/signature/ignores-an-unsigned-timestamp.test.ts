import { test } from 'vitest'
import { envelope, forge, security } from '../../live/forge.ts'
import { accepts } from '../../live/speak.ts'

const timestamp =
  '<wsu:Timestamp wsu:Id="time"><wsu:Created>2001-01-01T00:00:00Z</wsu:Created><wsu:Expires>2001-01-01T00:00:01Z</wsu:Expires></wsu:Timestamp>'

test.each([`${timestamp}{signature}`, `{signature}${timestamp}`])('%.20s…', async (inside) => {
  await accepts(forge(envelope({ header: security(inside) })))
})
