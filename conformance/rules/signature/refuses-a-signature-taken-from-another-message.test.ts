import { test } from 'vitest'
import { envelope, forge } from '../../live/forge.ts'
import { refuses } from '../../live/speak.ts'

test('the whole header of one message on the Body of another', async () => {
  const header = /<soap:Header>.*<\/soap:Header>/s
  const [stolen = ''] = header.exec(forge(envelope())) ?? []
  await refuses(
    forge(envelope()).replace(header, () => stolen),
    'signature-digest-mismatch',
  )
})
