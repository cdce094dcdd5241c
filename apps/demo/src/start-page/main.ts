import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { openDatabase } from '@arna/database'
import { parseCertificate, readPrivateKey, Trust } from '@arna/pki'
import { databaseCarrier, PasswordCheck, watchRegistry } from '@arna/registry'
import { loadXmlEngine } from '@arna/xml'
import { readConfig } from './config.ts'
import { openStartPage } from './start-page.ts'

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const { client, service, trust, gateways } = config.material
  const database = openDatabase(config.databaseUrl, { max: 2, applicationName: 'start page' })
  const ended = new AbortController()
  const place = { environment: 'test', contour: 'inner' } as const
  const watch = watchRegistry(databaseCarrier(database, place), {
    ...place,
    publicationKeys: [createPublicKey(readFileSync(config.publicationKey))],
    signal: ended.signal,
    onChange: () => {},
    onRefused: (error, number) => tell(`registry number ${number} is refused: ${error.message}`),
    onUnreachable: () => tell('the database does not answer'),
  })
  const pair = ({ certificate, key }: { certificate: string; key: string }) => ({
    certificate: parseCertificate(readFileSync(certificate)),
    key: readPrivateKey(readFileSync(key)),
  })
  const passwords = new PasswordCheck()
  const authority = new Trust({ anchors: [parseCertificate(readFileSync(trust))] })
  const xml = await loadXmlEngine(config.xml)
  const app = openStartPage({
    ports: config.ports,
    gateway: `${gateways.testInner}/bip-sync-wss-gost/`,
    database,
    circumstances: () => {
      const registry = watch.current()
      return { trust: authority, passwords, xml, ...(registry && { registry }) }
    },
    parties: {
      serviceId: service.serviceId,
      client: { ...pair(client), senderId: client.senderId, password: client.password },
      expired: pair(config.expired),
      stranger: pair(config.stranger),
    },
  })
  const stop = (): void => {
    ended.abort()
    void app
      .close()
      .then(() => watch.ended)
      .then(() => database.close())
      .finally(() => process.exit(0))
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
  process.once('disconnect', stop)
  if (process.send !== undefined && !process.connected) stop() // the parent died while we started
  await app.listen({ host: config.host, port: config.ports.startPage })
  process.send?.({ type: 'ready' })
}

const tell = (line: string): void => void process.stderr.write(`start page: ${line}\n`)

main().catch((error: unknown) => {
  tell(error instanceof Error ? error.message : String(error))
  process.exit(1)
})
