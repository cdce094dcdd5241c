import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The parts of demo.json that the tests read or change. */
export interface Material {
  readonly gateways: { readonly testInner: string }
  readonly client: { readonly password: string; readonly key: string; readonly certificate: string }
  readonly service: { readonly serviceId: string; readonly url: string }
}

export const readMaterial = (path: string): Material => JSON.parse(readFileSync(path, 'utf8'))

type Changes = { readonly [Section in keyof Material]?: Partial<Material[Section]> }

/** A copy of demo.json beside it, with other values in it: gives back its path. */
export function changedMaterial(path: string, changes: Changes): string {
  const material = readMaterial(path)
  const merged = {
    ...material,
    gateways: { ...material.gateways, ...changes.gateways },
    client: { ...material.client, ...changes.client },
    service: { ...material.service, ...changes.service },
  }
  return besideMaterial(path, `${randomUUID()}.json`, JSON.stringify(merged))
}

export function besideMaterial(path: string, name: string, content: string): string {
  const file = join(dirname(path), name)
  writeFileSync(file, content)
  return file
}
