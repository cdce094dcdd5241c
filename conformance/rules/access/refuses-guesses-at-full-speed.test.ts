import { expect, test } from 'vitest'
import { accepts, expectRefusal, post, signedRequest } from '../../live/speak.ts'

test('many wrong passwords at once are put off, others go on', async () => {
  const guesses = Array.from({ length: 24 }, (_, at) => {
    const text = signedRequest({ as: 'readsTokens', password: `guess ${at}` })
    return post(text)
  })
  await accepts(signedRequest())
  const answers = await Promise.all(guesses)
  const putOff = answers.filter(({ status }) => status === 503)
  expect(putOff.length).toBeGreaterThan(0)
  await expectRefusal(putOff[0]!, 'gateway-overloaded')
  for (const { text } of answers) expect(text).toMatch(/sender-not-recognised|gateway-overloaded/)
})
