import { readFileSync } from 'node:fs'

export interface Config {
  readonly host: string
  readonly port: number
  /** PEM files: the provider's own certificate and key, and the certificates of the gateways that may call. */
  readonly certificate: string
  readonly key: string
  readonly trust: string
  /** Of its messages on the asynchronous channel. */
  readonly password: string
  /** The asynchronous doors of the gateways that push to it, by the last part of the path that each calls. */
  readonly doors: Readonly<Record<string, { readonly url: string; readonly certificate: string }>>
}

/** The only reader of the environment. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  return {
    host: env['DEMO_SERVICE_HOST'] ?? '127.0.0.1',
    port: Number(env['DEMO_SERVICE_PORT'] ?? 8086),
    certificate: file(env, 'DEMO_SERVICE_CERTIFICATE'),
    key: file(env, 'DEMO_SERVICE_KEY'),
    trust: file(env, 'DEMO_SERVICE_TRUST'),
    password: env['DEMO_SERVICE_PASSWORD'] ?? '',
    doors: doorsOf(env['DEMO_SERVICE_DOORS'] ?? '{}'),
  }
}

/** The certificates are named by their files. */
function doorsOf(text: string): Config['doors'] {
  const doors = JSON.parse(text) as Config['doors']
  return Object.fromEntries(
    Object.entries(doors).map(([name, { url, certificate }]) => [
      name,
      { url, certificate: readFileSync(certificate, 'utf8') },
    ]),
  )
}

function file(env: NodeJS.ProcessEnv, name: string): string {
  const path = env[name]
  if (path === undefined) throw new Error(`${name} must name a PEM file`)
  return readFileSync(path, 'utf8')
}
