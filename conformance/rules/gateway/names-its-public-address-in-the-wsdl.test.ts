import { expect, test } from 'vitest'
import { startSmallWorld } from '../../live/small-world.ts'

test('behind TLS the WSDL names the address that clients see, whatever the Host header says', async () => {
  const small = await startSmallWorld({ publicUrl: 'https://shep.example/' })
  const wsdl = await (await fetch(`${small.url}?wsdl`)).text()
  expect(wsdl).toContain('<soap:address location="https://shep.example/bip-sync-wss-gost/"')
  expect(wsdl).not.toContain('127.0.0.1')
})
