import { readFileSync } from 'node:fs'

export interface Config {
  readonly host: string
  readonly port: number
  /** PEM files: the provider's own certificate and key, and the certificates of the gateways that may call. */
  readonly certificate: string
  readonly key: string
  readonly trust: string
}

/** The only reader of the environment. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  return {
    host: env['DEMO_SERVICE_HOST'] ?? '127.0.0.1',
    port: Number(env['DEMO_SERVICE_PORT'] ?? 8086),
    certificate: file(env, 'DEMO_SERVICE_CERTIFICATE'),
    key: file(env, 'DEMO_SERVICE_KEY'),
    trust: file(env, 'DEMO_SERVICE_TRUST'),
  }
}

function file(env: NodeJS.ProcessEnv, name: string): string {
  const path = env[name]
  if (path === undefined) throw new Error(`${name} must name a PEM file`)
  return readFileSync(path, 'utf8')
}
