import { test } from 'vitest'
import { person } from '../../live/sign-payload.ts'
import { refuses, signedRequest } from '../../live/speak.ts'

test.each(['request', 'answer'])(
  'and passes nothing on that it could not check: %s',
  async (side) => {
    await refuses(
      signedRequest({ serviceId: `SchemaThatIsNone:${side}`, payload: person }),
      'payload-schema-unusable',
    )
  },
)
