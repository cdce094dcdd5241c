import { parseCertificate, parseCertificates, readPrivateKey } from '@arna/pki'
import { readConfig } from './config.ts'
import { openProvider } from './provider.ts'

const config = readConfig(process.env)
const app = openProvider({
  signer: {
    key: readPrivateKey(config.key),
    certificate: parseCertificate(config.certificate),
    reference: 'KeyIdentifier',
  },
  trustedGateways: parseCertificates(config.trust),
})
const stop = (): void => void app.close().finally(() => process.exit(0))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
process.once('disconnect', stop)
if (process.send !== undefined && !process.connected) stop() // the parent died while we started

try {
  await app.listen({ host: config.host, port: config.port })
  process.send?.({ type: 'ready' })
} catch (error) {
  process.stderr.write(`demo service: ${(error as Error).message}\n`)
  process.exit(1)
}
