import { createPrivateKey } from 'node:crypto'
import { parseCertificate } from '@arna/pki'
import { publicationKeyId } from '@arna/registry'
import { expect, test } from 'vitest'
import { ask } from '../../live/journaled.ts'
import { world } from '../../live/speak.ts'

interface Row {
  readonly data: Readonly<Record<string, unknown>>
}

const events = (event: string) =>
  ask<Row>(
    world.databaseUrl,
    `select data from journal_event where event = $1 and instance = 'conformance' order by at, position`,
    [event],
  )

test('at its start: what it signs with, whose registries it takes, what it encrypts with', async () => {
  const [start] = await events('start')
  expect(start?.data).toMatchObject({
    certificate: parseCertificate(world.gatewayCertificate).sha256,
    publicationKeys: [publicationKeyId(createPrivateKey(world.publicationKey))],
    journalKey: expect.stringMatching(/^\d{4}-\d\d-\d\d-/),
    environment: 'test',
    contour: 'inner',
    acceptanceSeconds: 60,
    retention: { payloads: 90, messages: 1096, events: 1827 },
  })
})

test('the number of the registry from then on', async () => {
  await expect
    .poll(async () => (await events('registry-in-force')).map(({ data }) => data['number']))
    .toEqual([1])
})
