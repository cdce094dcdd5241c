import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { RetentionDays } from '@arna/journal'
import { closestWord } from '@arna/registry'

export interface InstanceConfig {
  readonly name: string
  readonly environment: 'test' | 'production'
  /** inner = SHEP, outer = VSHEP. */
  readonly role: 'inner' | 'outer'
  readonly host: string
  readonly port: number
  readonly databaseUrl: string
  /** `https://gateway.example` when TLS ends in front of us: the address that the WSDL names. */
  readonly publicUrl: string | undefined
  /** How long a client may take to say its request, and then to take the next piece of the answer; 60 when left out. */
  readonly requestSeconds: number
  /** PEM files of the gateway's own key and certificate. */
  readonly certificate: string
  readonly key: string
  /** Where the publications of the registry come from. */
  readonly registry: RegistryCarrier
  /** The last good publication, so that a restart without its carrier has a registry at once. */
  readonly registryCopy: string
  /** How long a registry may be used whose carrier does not answer. */
  readonly registryMaxAgeSeconds: number
  /** What the seals of the journal are appended to, outside of the database. */
  readonly sealFile: string
}

type RegistryCarrier =
  | { readonly carrier: 'database'; readonly url: string }
  | { readonly carrier: 'https'; readonly url: string; readonly authorities: string | undefined }
  | { readonly carrier: 'file'; readonly path: string }

export interface Config {
  readonly mode: 'demo' | 'production'
  readonly logLevel: string
  readonly logFile: string | undefined
  /** PEM file: self-signed certificates are anchors, others are intermediates. */
  readonly trust: string
  /** PEM file of the Ed25519 public keys that a snapshot of the registry may be signed with. */
  readonly publicationKeys: string
  /** File of 64 hex digits; see `maskedPassword`. */
  readonly maskKey: string
  /** Where the process keeps what must outlive it outside of the database. */
  readonly stateFolder: string
  /** What payloads are encrypted with in the journal; made at the first start. */
  readonly journalKey: string
  /** How many days the journal keeps what; what is null in the file is kept for ever. */
  readonly retention: RetentionDays
  /** `udp://host:514` or `tcp://host:601`: where the seals of the journal go, too. */
  readonly syslog: string | undefined
  /** What the secrets of providers are encrypted with; without it there are none. */
  readonly secretKey: string | undefined
  /** How long a message may take from its last byte to the journal (Rules, paragraph 47). */
  readonly acceptanceSeconds: number
  readonly xml: 'arna' | 'libxml2'
  readonly metricsPort: number | undefined
  readonly metricsHost: string
  /** Of all messages that the process holds at a time. */
  readonly maxBytesUnderWay: number
  readonly instances: readonly InstanceConfig[]
}

class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * The only reader of the environment: `ARNA_CONFIG` names a JSON file, paths in it are relative to it; `ARNA_XML`,
 * `ARNA_METRICS_PORT`, `ARNA_METRICS_HOST` and `ARNA_LOG_LEVEL` stand beside it.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const path = env['ARNA_CONFIG']
  if (path === undefined) throw new ConfigError('ARNA_CONFIG must name the configuration file')
  const folder = dirname(resolve(path))
  const file = fields(parse(path), path)
  checkNames(file, settings, `${path}: `)
  const stateFolder = resolve(folder, optionalText(file, 'stateFolder', path) ?? 'state')
  const config: Config = {
    mode: oneOf(['demo', 'production'], file['mode'], `${path}: mode`),
    logLevel: env['ARNA_LOG_LEVEL'] ?? 'info',
    logFile:
      file['logFile'] === undefined ? undefined : resolve(folder, text(file, 'logFile', path)),
    trust: resolve(folder, text(file, 'trust', path)),
    publicationKeys: resolve(folder, text(file, 'publicationKeys', path)),
    maskKey: resolve(folder, text(file, 'maskKey', path)),
    stateFolder,
    journalKey: resolve(
      folder,
      optionalText(file, 'journalKey', path) ?? join(stateFolder, 'journal.key'),
    ),
    retention: retention(file['retention'], `${path}: retention`),
    syslog: syslog(file, path),
    secretKey: pathOf(file, 'secretKey', path, folder),
    acceptanceSeconds: whole(
      file['acceptanceSeconds'] ?? 60,
      1,
      3_600,
      `${path}: acceptanceSeconds`,
    ),
    xml: oneOf(['arna', 'libxml2'], env['ARNA_XML'] ?? 'arna', 'ARNA_XML'),
    metricsPort:
      env['ARNA_METRICS_PORT'] === undefined
        ? undefined
        : port(Number(env['ARNA_METRICS_PORT']), 'ARNA_METRICS_PORT'),
    metricsHost: env['ARNA_METRICS_HOST'] ?? '127.0.0.1',
    maxBytesUnderWay: bytes(file['maxBytesUnderWay'] ?? 256 * 1024 * 1024, path),
    instances: list(file['instances'], `${path}: instances`).map((one, index) =>
      readInstance(
        fields(one, `${path}: instances[${index}]`),
        { folder, stateFolder },
        `${path}: instances[${index}]`,
      ),
    ),
  }
  const environments = new Set(config.instances.map(({ environment }) => environment))
  if (config.mode === 'production' && environments.size > 1) {
    throw new ConfigError(
      `${path}: a production process serves one environment; start another process for the other`,
    )
  }
  // The doctor of the demo tells whoever asks what is registered, and a Host header proves nothing.
  const open = config.instances.find(({ host }) => !loopback.has(host))
  if (config.mode === 'demo' && open !== undefined) {
    throw new ConfigError(
      `${path}: a demo listens on 127.0.0.1 alone, and ${open.name} is to listen on ${open.host}; say mode production for others to reach it`,
    )
  }
  return config
}

const settings = [
  'mode',
  'logFile',
  'trust',
  'publicationKeys',
  'maskKey',
  'stateFolder',
  'journalKey',
  'retention',
  'syslog',
  'secretKey',
  'acceptanceSeconds',
  'maxBytesUnderWay',
  'instances',
]

const instanceSettings = [
  'name',
  'environment',
  'role',
  'host',
  'port',
  'databaseUrl',
  'publicUrl',
  'requestSeconds',
  'certificate',
  'key',
  'registry',
  'registryMaxAgeSeconds',
]

const carriers = ['database', 'https', 'file']
const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost'])

interface Folders {
  readonly folder: string
  /** Where a process keeps what must outlive it outside of the database. */
  readonly stateFolder: string
}

function readInstance(
  file: Fields,
  { folder, stateFolder }: Folders,
  where: string,
): InstanceConfig {
  checkNames(file, instanceSettings, `${where}.`)
  const name = text(file, 'name', where)
  // It is a part of file names.
  if (!/^[\w.-]+$/.test(name)) {
    throw new ConfigError(`${where}.name may hold letters, digits, "-", "_" and "."`)
  }
  return {
    name,
    environment: oneOf(['test', 'production'], file['environment'], `${where}.environment`),
    role: oneOf(['inner', 'outer'], file['role'], `${where}.role`),
    host: text(file, 'host', where),
    port: port(file['port'], `${where}.port`),
    databaseUrl: text(file, 'databaseUrl', where),
    publicUrl: publicUrl(file, where),
    requestSeconds: seconds(file['requestSeconds'] ?? 60, `${where}.requestSeconds`),
    certificate: resolve(folder, text(file, 'certificate', where)),
    key: resolve(folder, text(file, 'key', where)),
    registry: registryCarrier(file, folder, where),
    registryCopy: join(stateFolder, `registry-${name}.jws`),
    registryMaxAgeSeconds: whole(
      file['registryMaxAgeSeconds'] ?? 86_400,
      1,
      31_536_000,
      `${where}.registryMaxAgeSeconds`,
    ),
    sealFile: join(stateFolder, `seals-${name}.jsonl`),
  }
}

function registryCarrier(instance: Fields, folder: string, of: string): RegistryCarrier {
  const where = `${of}.registry`
  if (instance['registry'] === undefined) {
    return { carrier: 'database', url: text(instance, 'databaseUrl', of) }
  }
  const file = fields(instance['registry'], where)
  checkNames(file, [...carriers, 'authorities'], `${where}.`)
  if (carriers.filter((name) => file[name] !== undefined).length !== 1) {
    throw new ConfigError(`${where} must name one of ${carriers.join(', ')}`)
  }
  if (file['database'] !== undefined) {
    return { carrier: 'database', url: text(file, 'database', where) }
  }
  if (file['file'] !== undefined) {
    return { carrier: 'file', path: resolve(folder, text(file, 'file', where)) }
  }
  const url = text(file, 'https', where)
  if (!url.startsWith('https://') || !URL.canParse(url)) {
    throw new ConfigError(`${where}.https must be an address that begins with https://`)
  }
  return { carrier: 'https', url, authorities: pathOf(file, 'authorities', where, folder) }
}

/** Payloads are the bulk; records and events are what disputes are settled with. */
const usualRetention = { payloads: 90, messages: 1_096, events: 1_827 }

function retention(value: unknown, where: string): RetentionDays {
  const file = value === undefined ? {} : fields(value, where)
  const kinds = ['payloads', 'messages', 'events'] as const
  checkNames(file, kinds, `${where}.`)
  return Object.fromEntries(
    kinds.flatMap((kind) =>
      file[kind] === null
        ? []
        : [[kind, whole(file[kind] ?? usualRetention[kind], 1, 36_525, `${where}.${kind}`)]],
    ),
  )
}

function syslog(file: Fields, where: string): string | undefined {
  const value = optionalText(file, 'syslog', where)
  if (value === undefined || /^(?:udp|tcp):\/\/[^/]+:\d{1,5}$/.test(value)) return value
  throw new ConfigError(`${where}: syslog must be udp://HOST:PORT or tcp://HOST:PORT`)
}

function optionalText(file: Fields, name: string, where: string): string | undefined {
  return file[name] === undefined ? undefined : text(file, name, where)
}

function pathOf(file: Fields, name: string, where: string, folder: string): string | undefined {
  const value = optionalText(file, name, where)
  return value && resolve(folder, value)
}

function whole(value: unknown, from: number, to: number, where: string): number {
  if (Number.isInteger(value) && Number(value) >= from && Number(value) <= to) return Number(value)
  throw new ConfigError(`${where} must be a whole number from ${from} to ${to}`)
}

type Fields = Readonly<Record<string, unknown>>

/** What is mistyped would be a setting that is not there: another retention, no syslog. */
function checkNames(file: Fields, known: readonly string[], where: string): void {
  const name = Object.keys(file).find((one) => !known.includes(one))
  if (name === undefined) return
  const meant = closestWord(name, known)
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`
  throw new ConfigError(`${where}${name} is no setting${hint}`)
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new ConfigError(`cannot read ${path}: ${(error as Error).message}`)
  }
}

function fields(value: unknown, where: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw new ConfigError(`${where} must be an object`)
}

function list(value: unknown, where: string): unknown[] {
  if (Array.isArray(value) && value.length > 0) return value
  throw new ConfigError(`${where} must be a list with at least one entry`)
}

function text(file: Fields, name: string, where: string): string {
  const value = file[name]
  if (typeof value === 'string' && value !== '') return value
  throw new ConfigError(`${where}: ${name} must be a text`)
}

function port(value: unknown, where: string): number {
  if (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535) return Number(value)
  throw new ConfigError(`${where} must be a port, 0 to 65535`)
}

function publicUrl(file: Fields, where: string): string | undefined {
  if (file['publicUrl'] === undefined) return undefined
  const value = text(file, 'publicUrl', where).replace(/\/$/, '')
  if (/^https?:\/\//.test(value) && URL.canParse(value)) return value
  throw new ConfigError(`${where}.publicUrl must be an address such as https://gateway.example`)
}

function seconds(value: unknown, where: string): number {
  if (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 3_600) return Number(value)
  throw new ConfigError(`${where} must be a whole number of seconds, 1 to 3600`)
}

function bytes(value: unknown, where: string): number {
  if (Number.isSafeInteger(value) && Number(value) >= 1_000_000) return Number(value)
  throw new ConfigError(`${where}: maxBytesUnderWay must be a number of bytes, at least 1000000`)
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown, where: string): T {
  const found = allowed.find((one) => one === value)
  if (found !== undefined) return found
  throw new ConfigError(`${where} must be one of ${allowed.join(', ')}`)
}
