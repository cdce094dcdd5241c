import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { freePort } from '@arna/testing'
import { onTestFinished } from 'vitest'
import { startGateway, stopGateway } from './gateway-process.ts'
import type { World } from './world.ts'

interface ConfigFile {
  readonly instances: readonly [{ readonly port: number }]
}

/** Another process of the same instance, as behind a load balancer: another port, a state folder of its own. It ends with the test. */
export async function startSecondGateway(first: World): Promise<World> {
  const folder = dirname(first.configFile)
  const file: ConfigFile = JSON.parse(readFileSync(first.configFile, 'utf8'))
  const port = await freePort()
  const config = join(folder, 'second.json')
  const log = join(folder, 'second.log')
  const [instance] = file.instances
  writeFileSync(
    config,
    JSON.stringify({
      ...file,
      logFile: log,
      stateFolder: 'second-state',
      journalKey: 'state/journal.key',
      instances: [{ ...instance, port }],
    }),
  )
  writeFileSync(log, '')
  const child = await startGateway({ config, log })
  onTestFinished(() => stopGateway(child))
  return { ...first, url: first.url.replace(/:\d+\//, `:${port}/`) }
}
