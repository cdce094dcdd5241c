import { hash } from 'node:crypto'
import { expect, test } from 'vitest'
import { ask } from '../../live/journaled.ts'
import { accepts, signedRequest, world } from '../../live/speak.ts'

interface Row {
  readonly kind: string
  readonly digest: string
  readonly stage_times: readonly { readonly stage: string; readonly ms: number }[]
}

const stages = ['envelope', 'authenticate', 'authorize', 'route', 'payload', 'queue']

test('admitted with the digest of the message, finished with the digest of the answer', async () => {
  const sent = signedRequest()
  const { text } = await accepts(sent)
  const [, sessionId] = /<sessionId>\{([^}]*)\}/.exec(text)!
  const rows = await ask<Row>(
    world.databaseUrl,
    'select kind, digest, stage_times from journal_message where session_id = $1 order by at',
    [sessionId],
  )
  expect(rows.map(({ kind, digest }) => [kind, digest])).toEqual([
    ['admitted', hash('sha256', sent)],
    ['finished', hash('sha256', text)],
  ])
  expect(rows[0]?.stage_times.map(({ stage }) => stage)).toEqual(stages)
  expect(rows[1]?.stage_times.map(({ stage }) => stage)).toEqual([
    ...stages,
    'admit',
    'deliver',
    'payload',
    'answer',
  ])
})
