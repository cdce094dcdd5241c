import { test } from 'vitest'
import { accepts, signedRequest } from '../../live/speak.ts'

test.each([
  '',
  '<?xml version="1.0"?>',
  "<?xml version='1.0' encoding='utf-8' standalone='yes'?>\r\n",
])('a message that begins with %j is taken', async (declaration) => {
  await accepts(signedRequest().replace(/^<\?xml.*?\?>/, declaration))
})
