import { readFileSync } from 'node:fs'
import type { Ports } from '../config.ts'
import type { DemoMaterial } from '../demo-material.ts'

interface PairFiles {
  readonly certificate: string
  readonly key: string
}

export interface Config {
  readonly host: string
  readonly ports: Ports
  readonly databaseUrl: string
  /** PEM file: the public half of the key that signs the registry's snapshots. */
  readonly publicationKey: string
  readonly material: DemoMaterial
  readonly expired: PairFiles
  readonly stranger: PairFiles
  readonly xml: 'arna' | 'libxml2'
}

/** The only reader of the environment: `START_PAGE_CONFIG` names the file that the demo writes at every start. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const path = env['START_PAGE_CONFIG']
  if (path === undefined) throw new Error('START_PAGE_CONFIG must name the configuration file')
  const file = read(path)
  const material = read((file as unknown as { material: string }).material)
  return {
    ...file,
    material: material as unknown as DemoMaterial,
    xml: env['ARNA_XML'] === 'libxml2' ? 'libxml2' : 'arna',
  }
}

function read(path: string): Omit<Config, 'material' | 'xml'> {
  return JSON.parse(readFileSync(path, 'utf8')) as Omit<Config, 'material' | 'xml'>
}
