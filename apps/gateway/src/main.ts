import { createPublicKey, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { openJournalKey } from '@arna/journal'
import { setFlagsFromString } from 'node:v8'
import { type Certificate, parseCertificates, Trust } from '@arna/pki'
import { PasswordCheck, readSecretKey } from '@arna/registry'
import { loadXmlEngine } from '@arna/xml'
import { destination, pino } from 'pino'
import { BytesUnderWay } from './channel/bytes-under-way.ts'
import { type Config, readConfig } from './config.ts'
import { type Instance, startInstance, type Surroundings } from './instance.ts'
import { type Metrics, openMetrics } from './metrics.ts'
import { readMaskKey } from './own-keys.ts'
import { openSchemaCheck } from './payload/schema-check.ts'
import { Turns } from './turns.ts'
import { workersGiveWay } from './workers-give-way.ts'

/** How long messages under way may take to end after a signal. */
const drainMs = 4_000

/**
 * A message is a few buffers that live for milliseconds, outside of the heap, and V8 marks its whole small heap again for
 * every thirty megabytes of them: a sixth of the processor time of a message, on threads beside ours. With more room to
 * grow before it marks, what lies outside counted in, that is a twentieth (docs/decisions/0017).
 */
setFlagsFromString('--heap-growing-percent=400')
setFlagsFromString('--external-memory-accounted-in-global-limit')

async function main(): Promise<void> {
  workersGiveWay()
  const config = readConfig(process.env)
  const logFile = destination({ dest: config.logFile ?? 2, sync: false })
  // What ends before the file is open would be told about the file, and not about itself.
  await once(logFile, 'ready')
  const log = pino({ level: config.logLevel, base: { pid: process.pid } }, logFile)
  mkdirSync(config.stateFolder, { recursive: true, mode: 0o700 })
  const underWay = new BytesUnderWay(config.maxBytesUnderWay)
  const metrics = openMetrics(() => underWay.held, {
    namesParties: config.metricsPort !== undefined || config.mode === 'demo',
  })
  const surroundings: Surroundings = {
    xml: await loadXmlEngine(config.xml),
    trust: readTrust(config.trust),
    passwords: new PasswordCheck(),
    turns: new Turns(),
    journalKey: openJournalKey(config.journalKey),
    retention: config.retention,
    secretKey: config.secretKey === undefined ? undefined : readSecretKey(config.secretKey),
    syslog: config.syslog,
    acceptanceMs: config.acceptanceSeconds * 1000,
    schemas: openSchemaCheck(),
    publicationKeys: readPublicKeys(config.publicationKeys),
    maskKey: readMaskKey(config.maskKey),
    metrics,
    servesMetrics: config.metricsPort === undefined,
    servesDoctor: config.mode === 'demo',
    underWay,
    log,
  }
  const instances = await Promise.all(
    config.instances.map((instance) => startInstance(instance, surroundings)),
  )
  const metricsServer = serveMetrics(config, metrics)
  process.send?.({ type: 'ready' })

  const stop = onlyOnce(() => stopAll(instances, metricsServer))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
  // Without a parent there is nobody to stop us any more.
  process.on('disconnect', stop)
  if (process.send !== undefined && !process.connected) stop() // it died while we started
}

/** Self-signed certificates are the operator's anchors, others lie between them and the parties. */
function readTrust(path: string): Trust {
  const certificates = parseCertificates(readFileSync(path, 'utf8'))
  const isAnchor = ({ subject, issuer }: Certificate): boolean => subject === issuer
  return new Trust({
    anchors: certificates.filter(isAnchor),
    intermediates: certificates.filter((certificate) => !isAnchor(certificate)),
  })
}

const publicKeyBlock = /-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g

function readPublicKeys(path: string): KeyObject[] {
  const blocks = readFileSync(path, 'utf8').match(publicKeyBlock)
  if (blocks === null) throw new Error(`${path} holds no public key in PEM form`)
  return blocks.map((block) => createPublicKey(block))
}

async function stopAll(
  instances: readonly Instance[],
  metricsServer: ReturnType<typeof serveMetrics>,
): Promise<void> {
  setTimeout(() => process.exit(0), drainMs).unref()
  metricsServer?.close()
  await Promise.allSettled(instances.map((instance) => instance.stop()))
  process.exit(0)
}

/** On a port of its own when `ARNA_METRICS_PORT` is set; otherwise every door serves `/metrics`. */
function serveMetrics({ metricsHost, metricsPort }: Config, metrics: Metrics) {
  if (metricsPort === undefined) return undefined
  return createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    void answerMetrics(response, metrics)
  }).listen(metricsPort, metricsHost)
}

async function answerMetrics(response: ServerResponse, metrics: Metrics): Promise<void> {
  response.writeHead(200, { 'content-type': metrics.contentType }).end(await metrics.text())
}

function onlyOnce(work: () => Promise<void>): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    void work()
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`arna gateway: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
