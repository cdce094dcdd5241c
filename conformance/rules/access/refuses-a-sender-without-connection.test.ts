import { test } from 'vitest'
import { accepts, refuses, signedRequest } from '../../live/speak.ts'

test('no connection to the service, though both exist', async () => {
  await refuses(signedRequest({ as: 'other' }), 'access-denied')
})

test('a service that it is connected to', async () => {
  await accepts(signedRequest({ as: 'other', serviceId: 'SmallOnly' }))
})
