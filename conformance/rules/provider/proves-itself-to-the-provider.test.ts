import { expect, test } from 'vitest'
import { demands, passwordOfArna, tokenOfArna } from '../../live/demands.ts'
import { accepts, refuses, signedRequest } from '../../live/speak.ts'

test.each(Object.keys(demands))('by what the registry says: %s', async (name) => {
  const { text } = await accepts(signedRequest({ serviceId: `Demands:${name}` }))
  expect(text).not.toContain(passwordOfArna)
  expect(text).not.toContain(tokenOfArna)
})

test.each(['DemandsMore', 'DemandsWhatIsNotSaid'])(
  'and tells whom to ask when the provider does not let it in: %s',
  async (serviceId) => {
    const { text } = await refuses(signedRequest({ serviceId }), 'provider-refused-gateway')
    expect(text).toContain('HTTP 401')
    expect(text).not.toContain(passwordOfArna)
  },
)
