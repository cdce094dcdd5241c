import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dateTime, payloadFrom, writeSendMessage } from '@arna/message'
import { writeEnvelope } from '@arna/xml-security'
import type { GatewayName, Ports } from './config.ts'
import type { DemoKeys } from './demo-keys.ts'
import { clientId, serviceId } from './demo-names.ts'
import { host } from './free-ports.ts'

/** `demo.json`: all that somebody needs for messages of their own. Paths are absolute, keys are not encrypted. */
export interface DemoMaterial {
  readonly gateways: Readonly<Record<GatewayName, string>>
  readonly client: {
    readonly senderId: string
    readonly password: string
    readonly certificate: string
    readonly key: string
  }
  readonly service: {
    readonly serviceId: string
    readonly payload: string
    /** Where the gateways deliver. */
    readonly url: string
  }
  /** What the service's provider signs its answers with: whoever has them can stand in its place. */
  readonly provider: { readonly certificate: string; readonly key: string }
  /** The certificate of the demo CA. */
  readonly trust: string
  readonly gatewayCertificates: Readonly<Record<GatewayName, string>>
}

const fileName = 'demo.json'

const payload = `<greeting xmlns="urn:arna:demo">
  <from>Арна</from>
  <text>Сәлеметсіз бе! Бұл – алғашқы хабарлама. 𐰀𐰺𐰣𐰀</text>
</greeting>
`

/** What the registry files of earlier starts rest on. */
export interface Kept {
  /** The client's password is made once and kept in demo.json. */
  readonly password: string
  readonly passwordIsNew: boolean
  /** The address of the demo service at the start before. */
  readonly serviceUrl: string | undefined
}

export function readKept(folder: string): Kept {
  const { client, service } = readMaterial(join(folder, fileName))
  const password = typeof client?.password === 'string' ? client.password : undefined
  return {
    password: password ?? randomBytes(18).toString('base64url'),
    passwordIsNew: password === undefined,
    serviceUrl: typeof service?.url === 'string' ? service.url : undefined,
  }
}

export const serviceUrlOf = (ports: Ports): string => `http://${host}:${ports.demoService}/`

/** Written at every start: ports and paths may have moved. */
export function writeMaterial(
  folder: string,
  keys: DemoKeys,
  ports: Ports,
  password: string,
): DemoMaterial {
  const payloadFile = join(folder, 'payload.xml')
  if (!existsSync(payloadFile)) writeFileSync(payloadFile, payload, { mode: 0o600 })
  const material: DemoMaterial = {
    gateways: perGateway((name) => `http://${host}:${ports.gateways[name]}`),
    client: {
      senderId: clientId,
      password,
      certificate: keys.client.certificateFile,
      key: keys.client.keyFile,
    },
    service: { serviceId, payload: payloadFile, url: serviceUrlOf(ports) },
    provider: { certificate: keys.service.certificateFile, key: keys.service.keyFile },
    trust: keys.authority.certificateFile,
    gatewayCertificates: perGateway((name) => keys.gateways[name].certificateFile),
  }
  writeFileSync(join(folder, 'request.xml'), unsignedRequest(password), { mode: 0o600 })
  const path = join(folder, fileName)
  writeFileSync(path, `${JSON.stringify(material, null, 2)}\n`, { mode: 0o600 })
  return material
}

/** A whole request that only lacks its signature: what `arna sign` is tried on. */
function unsignedRequest(password: string): Buffer {
  const message = {
    messageId: randomUUID(),
    serviceId,
    messageDate: dateTime(new Date()),
    sender: { senderId: clientId, password },
    properties: [],
  }
  return writeEnvelope({ content: writeSendMessage(message, payloadFrom(Buffer.from(payload))) })
}

const perGateway = (of: (name: GatewayName) => string): Record<GatewayName, string> => ({
  testInner: of('testInner'),
  testOuter: of('testOuter'),
  productionInner: of('productionInner'),
  productionOuter: of('productionOuter'),
})

function readMaterial(path: string): Partial<DemoMaterial> {
  try {
    const material: Partial<DemoMaterial> = JSON.parse(readFileSync(path, 'utf8'))
    return material
  } catch {
    return {} // missing at the first start; a damaged one is written anew
  }
}
