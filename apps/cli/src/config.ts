import { resolve } from 'node:path'
import type { Language } from '@arna/message'
import { UsageError } from './failure.ts'
import { operatorName } from './operator.ts'

export interface Config {
  /** Where `npm start` keeps its data, the demo material among it. */
  readonly home: string
  readonly databaseUrl: string | undefined
  readonly xmlEngine: 'arna' | 'libxml2'
  readonly workingFolder: string
  /** Who acts; see `operatorName`. */
  readonly operator: string
  readonly secretKey: string | undefined
  /** Of the doctor's texts: what the locale asks for, else English as all our own words. */
  readonly language: Language
}

/** The only reader of the environment. */
export function readConfig(env: NodeJS.ProcessEnv, workingFolder: string): Config {
  const xmlEngine = env['ARNA_XML'] || 'arna'
  if (xmlEngine !== 'arna' && xmlEngine !== 'libxml2') {
    throw new UsageError(`ARNA_XML is ${xmlEngine}: set it to arna or libxml2, or leave it out`)
  }
  return {
    home: resolve(workingFolder, env['ARNA_HOME'] || '.arna'),
    databaseUrl: env['ARNA_DATABASE_URL'] || undefined,
    xmlEngine,
    workingFolder,
    operator: operatorName(env['SUDO_USER'] || undefined),
    secretKey: env['ARNA_SECRET_KEY'] || undefined,
    language: languageOf(env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || ''),
  }
}

function languageOf(locale: string): Language {
  return (/^(kk|ru)(?![a-z])/.exec(locale)?.[0] as Language | undefined) ?? 'en'
}
