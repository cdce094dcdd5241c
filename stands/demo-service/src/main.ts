import { parseCertificate, parseCertificates, readPrivateKey } from '@arna/pki'
import { readConfig } from './config.ts'
import { openProvider } from './provider.ts'

const config = readConfig(process.env)
const signer = {
  key: readPrivateKey(config.key),
  certificate: parseCertificate(config.certificate),
  reference: 'KeyIdentifier',
} as const
const sender = { senderId: 'demo-service', password: config.password }
const app = openProvider({
  signer,
  trustedGateways: parseCertificates(config.trust),
  doors: new Map(
    Object.entries(config.doors).map(([name, { url, certificate }]) => [
      name,
      { url, sender, signer, trustedGateways: parseCertificates(certificate) },
    ]),
  ),
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
