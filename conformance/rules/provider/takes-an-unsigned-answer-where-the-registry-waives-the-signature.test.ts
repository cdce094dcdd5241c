import { expect, test } from 'vitest'
import { ask } from '../../live/journaled.ts'
import { accepts, refuses, signedRequest, world } from '../../live/speak.ts'

const waivers = (text: string) =>
  ask<{ kind: string; waiver: string | null }>(
    world.databaseUrl,
    'select kind, waiver from journal_message where session_id = $1 order by at, batch, position',
    [/<sessionId>\{([^}]*)\}/.exec(text)?.[1]],
  )

test('signs it for the sender, and journals the reason', async () => {
  const { text } = await accepts(signedRequest({ serviceId: 'UnsignedWithAWaiver' }))
  expect(await waivers(text)).toEqual([
    { kind: 'admitted', waiver: null },
    { kind: 'finished', waiver: 'conformance' },
  ])
})

test('journals it, too, when that answer is refused for something else', async () => {
  const { text } = await refuses(
    signedRequest({ serviceId: 'UnsignedAndValid', payload: '<person xmlns="urn:person"/>' }),
    'provider-payload-invalid',
  )
  expect(await waivers(text)).toEqual([
    { kind: 'admitted', waiver: null },
    { kind: 'refused', waiver: 'conformance' },
  ])
})

test('journals none where the provider signed', async () => {
  const { text } = await accepts(signedRequest())
  expect((await waivers(text)).map(({ waiver }) => waiver)).toEqual([null, null])
})
