// Loaded before a gateway: its stage `deliver` fails in a way that nobody foresaw.
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

const createHmac = crypto.createHmac

crypto.createHmac = (...order) => {
  if (new Error().stack?.includes('deliver.ts') === true) {
    throw new Error('the secret of /srv/arna/secret.pem at 10.1.2.3')
  }
  return createHmac(...order)
}
syncBuiltinESMExports()
