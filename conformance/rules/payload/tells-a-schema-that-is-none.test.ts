import { test } from 'vitest'
import { person } from '../../live/sign-payload.ts'
import { refuses, signedRequest } from '../../live/speak.ts'

test('and passes nothing on unchecked', async () => {
  await refuses(
    signedRequest({ serviceId: 'SchemaThatIsNone', payload: person }),
    'payload-schema-unusable',
  )
})
