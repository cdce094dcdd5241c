import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@arna/testing'
import {
  type AsyncWorld,
  type AsyncWorldOptions,
  type Guest,
  startAsyncWorld,
} from '../asynchronous/async-world.ts'

export interface InteropWorld extends AsyncWorld {
  /** Without a path. */
  readonly gateway: string
  readonly gatewayFile: string
  /** Writes what the samples read, in the form of the demo's demo.json: gives back its path. */
  material(who: Pick<Guest, 'name' | 'password' | 'pair'>, gateway?: string): string
  /** Writes a file beside it. */
  file(name: string, text: string): string
}

/** Guests have addresses where nothing listens yet; all keys are RSA, since the toolkits' own signatures are. */
export async function startInteropWorld(
  names: readonly string[],
  options: AsyncWorldOptions,
): Promise<InteropWorld> {
  const guests: Record<string, string> = {}
  for (const name of names) guests[name] = `http://127.0.0.1:${await freePort()}/`
  const world = await startAsyncWorld({ ...options, keyKind: 'rsa2048', guests })
  const folder = mkdtempSync(join(tmpdir(), 'arna async interop '))
  const file = (name: string, text: string): string => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }
  const gateway = new URL(world.gateways[0]!.url).origin
  const gatewayFile = file('gateway.pem', world.gatewayCertificate.pem)
  let count = 0
  return {
    ...world,
    gateway,
    gatewayFile,
    file,
    material: ({ name, password, pair }, address = gateway) => {
      const key = file(`${name}.key`, pair.key.export({ type: 'pkcs8', format: 'pem' }).toString())
      const demo = {
        gateways: { testInner: address },
        client: {
          senderId: name,
          password,
          certificate: file(`${name}.pem`, pair.certificate.pem),
          key,
        },
        gatewayCertificates: { testInner: gatewayFile },
      }
      return file(`${name}-${++count}.json`, JSON.stringify(demo))
    },
    stop: async () => {
      await world.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
