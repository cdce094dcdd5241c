import { resolve } from 'node:path'
import { Obstacle } from './obstacle.ts'

export type GatewayName = 'testInner' | 'testOuter' | 'productionInner' | 'productionOuter'

export interface Ports {
  readonly startPage: number
  readonly gateways: Readonly<Record<GatewayName, number>>
  readonly postgres: number
  readonly demoService: number
}

export interface Config {
  /** Everything that is kept lies here. */
  readonly home: string
  readonly portBase: number
  readonly ports: Ports
  /** Replaces the embedded database: `…/NAME` stands for the databases NAME_test and NAME_production. */
  readonly databaseUrl: string | undefined
  /** What the processes that we start find in their environment. */
  readonly environment: NodeJS.ProcessEnv
}

/** So many ports above the base belong to one Arna, today's and those to come. */
const portsOfOne = 20

/** The only reader of the environment. */
export function readConfig(env: NodeJS.ProcessEnv, workingFolder: string): Config {
  const portBase = readPortBase(env['ARNA_PORT_BASE'] || '8080')
  const xml = env['ARNA_XML'] || 'arna'
  if (xml !== 'arna' && xml !== 'libxml2') {
    throw new Obstacle(`ARNA_XML is ${xml}: set it to arna or libxml2, or leave it out.`)
  }
  return {
    home: resolve(workingFolder, env['ARNA_HOME'] || '.arna'),
    portBase,
    ports: {
      startPage: portBase,
      gateways: {
        testInner: portBase + 1,
        testOuter: portBase + 2,
        productionInner: portBase + 3,
        productionOuter: portBase + 4,
      },
      postgres: portBase + 5,
      demoService: portBase + 6,
    },
    databaseUrl: env['ARNA_DATABASE_URL'] || undefined,
    environment: { ...env, ARNA_XML: xml },
  }
}

function readPortBase(text: string): number {
  const base = Number(text)
  const last = 65_535 - portsOfOne
  if (/^\d+$/.test(text) && base >= 1 && base <= last) return base
  throw new Obstacle(
    `ARNA_PORT_BASE is ${text}: set it to a whole number from 1 to ${last}. It and the six ports above it are used now, up to ${portsOfOne} by later releases.`,
  )
}
