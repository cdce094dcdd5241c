import { test } from 'vitest'
import { accepts, signedRequest } from '../../live/speak.ts'

test.each([
  '/bip-sync-wss-gost/',
  '/bip-sync-wss-gost',
  '/bip-sync/',
  '/bip-sync',
  '/shep/bip-sync-wss-gost/',
  '/shep/bip-sync/',
  '/bip-sync-wss-gost/?anything=1',
])('%s', async (path) => {
  await accepts(signedRequest(), { path })
})
