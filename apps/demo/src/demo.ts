import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Embedded, stopLeftBehind } from '@arna/database'
import { CallError } from '@arna/sdk'
import { startChildren } from './child-process.ts'
import type { Config } from './config.ts'
import { prepareDatabases, startServer } from './databases.ts'
import { demoKeys } from './demo-keys.ts'
import { readKept, type DemoMaterial, writeMaterial } from './demo-material.ts'
import { publishRegistries, writeRegistries } from './demo-registry.ts'
import { type FirstMessage, sendFirstMessage, traceLines } from './first-message.ts'
import { checkPorts } from './free-ports.ts'
import { lockHome } from './home-lock.ts'
import { demoServiceProgram, gatewayProgram, startPageProgram } from './programs.ts'
import { say, step } from './say.ts'
import { snapshotsText } from './snapshots-text.ts'
import type { Stopping } from './stop-on-signals.ts'

/** Long enough for the processes of a killed run to drain and end. */
const patienceMs = 6_000

/** `npm start`, step by step. Read this file first. */
export async function startDemo(config: Config, stopping: Stopping): Promise<void> {
  const start = performance.now()
  const { home, ports } = config
  const lock = lockHome(home)
  stopping.add({ stop: async () => lock.release(), kill: () => lock.release() })
  say(`Arna, data in ${home}`)
  if (lock.leftBehind) {
    say('  The run before was killed; what it left behind is being cleared away.')
    await stopLeftBehind(home, (line) => say(`  ${line}`))
  }
  await checkPorts(config, lock.leftBehind ? patienceMs : 0)

  const now = new Date()
  const folder = join(home, 'demo')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const server = await step(
    'database',
    () => startServer(config),
    ({ says }) => says,
  )
  if (server.embedded) stopping.add(stoppable(server.embedded, stopping))
  const databases = await step(
    'migrations',
    () => prepareDatabases(server),
    ({ applied }) => (applied === 0 ? 'nothing new' : `${applied} applied`),
  )
  const keys = await step(
    'keys',
    () => demoKeys(folder, now),
    ({ made }) => (made === 0 ? 'kept' : `${made} pairs made, signed by the demo CA`),
  )
  const kept = readKept(folder)
  const { material, doubts } = await step(
    'registry',
    async () => {
      await writeRegistries(folder, kept, ports)
      const publications = await publishRegistries(folder, keys, databases, now)
      return { ...publications, material: writeMaterial(folder, keys, ports, kept.password) }
    },
    ({ snapshots }) => snapshotsText(snapshots),
  )
  for (const doubt of doubts) say(`    mind: ${doubt}`)
  const programs = [
    demoServiceProgram(config, keys, kept.password),
    gatewayProgram(config, keys, databases),
  ]
  await step(
    'processes',
    () => startChildren(home, programs, stopping),
    (pids) => `demo service and gateway, processes ${pids.join(' and ')}`,
  )
  await step(
    'start page',
    () => startChildren(home, [startPageProgram(config, keys, databases)], stopping),
    ([pid]) => `process ${pid}`,
  )
  await showFirstMessage(() => sendFirstMessage(material, keys, databases.test))
  for (const line of addresses(config, material)) say(line)
  say(`Started in ${((performance.now() - start) / 1000).toFixed(1)} s. Press Ctrl-C to stop.`)
}

/** A registry that people edited may well refuse it: that is told, and everything stays up. */
async function showFirstMessage(send: () => Promise<FirstMessage>): Promise<void> {
  try {
    const first = await step(
      'first message',
      send,
      ({ trace }) => `signed, delivered, answered; ${trace.length} lines in the journal`,
    )
    say('')
    for (const line of traceLines(first)) say(line)
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    say(`  first message refused: ${error.message}`)
    for (const line of error.errorInfo?.errorData?.split('\n') ?? []) say(`    ${line}`)
  }
}

function stoppable(embedded: Embedded, stopping: Stopping) {
  void embedded.ended.then((said) => {
    if (stopping.isStopping) return undefined
    say(`\nThe database ended unexpectedly, so everything stops. It said:\n${said}`)
    return stopping.stop(1)
  })
  return { stop: () => embedded.stop(), kill: () => embedded.kill() }
}

function addresses({ ports }: Config, { gateways }: DemoMaterial): string[] {
  return [
    '',
    `  start page               http://127.0.0.1:${ports.startPage}/  a good message, ten broken ones, the doctor`,
    `  test environment         inner ${gateways.testInner}   outer ${gateways.testOuter}`,
    `  production environment   inner ${gateways.productionInner}   outer ${gateways.productionOuter}`,
    `  demo service             http://127.0.0.1:${ports.demoService}`,
    '  on each gateway          /bip-sync-wss-gost/ and /bip-async-wss-gost/ (SOAP, ?wsdl)   /doctor   /healthz   /readyz   /metrics',
    '',
  ]
}
