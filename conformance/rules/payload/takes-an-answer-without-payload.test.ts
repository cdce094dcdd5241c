import { test } from 'vitest'
import { accepts, signedRequest } from '../../live/speak.ts'

test.each(['SignedAnswers', 'ValidAnswers'])(
  'since its status may say that there is nothing to tell: %s',
  async (serviceId) => {
    await accepts(signedRequest({ serviceId, data: undefined }))
  },
)
