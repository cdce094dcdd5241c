import { openDatabase } from '@arna/database'
import { expect, inject, onTestFinished, test } from 'vitest'
import { ask } from '../../live/journaled.ts'
import { accepts, expectRefusal, post, signedRequest } from '../../live/speak.ts'
import { startWorld } from '../../live/world.ts'

test('a message that is late for the provider is refused, the operator hears of it, and the same bytes may come again', async () => {
  const { world: small, stop } = await startWorld(inject('throwawayServer'), {
    members: ['client'],
    acceptanceSeconds: 1,
  })
  onTestFinished(stop)
  await accepts(signedRequest({ in: small }), { to: small })
  const text = signedRequest({ in: small })
  const locker = openDatabase(small.databaseUrl, { max: 1 })
  onTestFinished(() => locker.close())
  const answer = await locker.transaction(async (transaction) => {
    await transaction.query('lock table journal_batch in exclusive mode')
    const late = post(text, { to: small })
    await transaction.query('select pg_sleep(1.5)')
    return { late }
  })
  await expectRefusal(await answer.late, 'acceptance-too-long', { of: text, in: small })
  const alarms = () =>
    ask(
      small.databaseUrl,
      `select event from journal_event where event = 'alarm:acceptance-too-long'`,
    )
  await expect.poll(alarms).toHaveLength(1)
  await accepts(text, { to: small })
})
