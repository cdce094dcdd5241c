import { test } from 'vitest'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each(['&nbsp;', '&Amp;', '&amp', '& ', '&;'])('%j is refused', async (entity) => {
  await refuses(signedRequest().replace('850505300456', entity), 'xml-not-well-formed')
})
