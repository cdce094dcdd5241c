import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Program } from './child-process.ts'
import type { Config, GatewayName } from './config.ts'
import type { Databases } from './databases.ts'
import type { DemoKeys } from './demo-keys.ts'
import { host } from './free-ports.ts'

const root = join(import.meta.dirname, '..', '..', '..')

const instances: readonly {
  key: GatewayName
  name: string
  environment: keyof Databases
  role: string
}[] = [
  { key: 'testInner', name: 'test-inner', environment: 'test', role: 'inner' },
  { key: 'testOuter', name: 'test-outer', environment: 'test', role: 'outer' },
  { key: 'productionInner', name: 'production-inner', environment: 'production', role: 'inner' },
  { key: 'productionOuter', name: 'production-outer', environment: 'production', role: 'outer' },
]

/** One gateway process for all four instances: a demo may do that, a production process refuses two environments. */
export function gatewayProgram(config: Config, keys: DemoKeys, databases: Databases): Program {
  const path = join(config.home, 'gateway.json')
  const settings = {
    mode: 'demo',
    trust: keys.authority.certificateFile,
    publicationKeys: keys.publication.publicKeyFile,
    maskKey: keys.maskKeyFile,
    secretKey: keys.secretKeyFile,
    instances: instances.map(({ key, name, environment, role }) => ({
      name,
      environment,
      role,
      host,
      port: config.ports.gateways[key],
      databaseUrl: databases[environment],
      certificate: keys.gateways[key].certificateFile,
      key: keys.gateways[key].keyFile,
    })),
  }
  // It holds the password of the database.
  writeFileSync(path, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 })
  return {
    name: 'gateway',
    main: join(root, 'apps/gateway/src/main.ts'),
    env: { ...config.environment, ARNA_CONFIG: path },
  }
}

/** A program of its own: what guests paste is read in no process that anything depends on. */
export function startPageProgram(config: Config, keys: DemoKeys, databases: Databases): Program {
  const path = join(config.home, 'start-page.json')
  const settings = {
    host,
    ports: config.ports,
    material: join(config.home, 'demo', 'demo.json'),
    databaseUrl: databases.test,
    publicationKey: keys.publication.publicKeyFile,
    expired: pairOf(keys.expired),
    stranger: pairOf(keys.stranger),
  }
  // It holds the password of the database.
  writeFileSync(path, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 })
  return {
    name: 'start-page',
    main: join(root, 'apps/demo/src/start-page/main.ts'),
    env: { ...config.environment, START_PAGE_CONFIG: path },
  }
}

const pairOf = ({ certificateFile, keyFile }: DemoKeys['client']) => ({
  certificate: certificateFile,
  key: keyFile,
})

export function demoServiceProgram(config: Config, keys: DemoKeys, password: string): Program {
  const doors = instances.map(({ key, name }) => {
    const url = `http://${host}:${config.ports.gateways[key]}/bip-async-wss-gost/`
    return [name, { url, certificate: keys.gateways[key].certificateFile }]
  })
  return {
    name: 'demo-service',
    main: join(root, 'stands/demo-service/src/main.ts'),
    env: {
      ...config.environment,
      DEMO_SERVICE_HOST: host,
      DEMO_SERVICE_PORT: String(config.ports.demoService),
      DEMO_SERVICE_CERTIFICATE: keys.service.certificateFile,
      DEMO_SERVICE_KEY: keys.service.keyFile,
      DEMO_SERVICE_TRUST: keys.gatewaysFile,
      DEMO_SERVICE_PASSWORD: password,
      DEMO_SERVICE_DOORS: JSON.stringify(Object.fromEntries(doors)),
    },
  }
}
