import { resolve } from 'node:path'

export interface Config {
  /** Where `npm start` keeps its data, the demo material among it. */
  readonly home: string
  readonly databaseUrl: string | undefined
  readonly xmlEngine: 'arna' | 'libxml2'
  readonly workingFolder: string
}

/** The only reader of the environment. */
export function readConfig(env: NodeJS.ProcessEnv, workingFolder: string): Config {
  return {
    home: resolve(workingFolder, env['ARNA_HOME'] || '.arna'),
    databaseUrl: env['ARNA_DATABASE_URL'] || undefined,
    xmlEngine: env['ARNA_XML'] === 'libxml2' ? 'libxml2' : 'arna',
    workingFolder,
  }
}
