import { type KeyReference, sameKey } from '@arna/xml-security'
import {
  type Connection,
  type Contour,
  type Environment,
  type InformationSystem,
  type RegistrySource,
  type Service,
  usualMessageBytes,
} from './words.ts'

export interface Publication {
  /** Counts from 1 per environment and contour. */
  readonly number: number
  readonly publishedAt: Date
  /** Who published it, and why, as they said. */
  readonly publishedBy?: string
  readonly reason?: string
}

/** Who may call whom, as one publication says it. Built once per publication, then only looked up. */
export class Registry implements Publication {
  readonly source: RegistrySource
  readonly number: number
  readonly publishedAt: Date
  readonly publishedBy?: string
  readonly reason?: string
  readonly #systems: ReadonlyMap<string, InformationSystem>
  readonly #services: ReadonlyMap<string, Service>
  /** The most that any service takes; what a service takes that says nothing when there is none. */
  readonly largestMessageBytes: number
  readonly #connections = new Map<string, Map<string, Connection>>()

  /** Takes a source that was checked: `readRegistryYaml` and `openSnapshot` give such. */
  constructor(source: RegistrySource, publication: Publication) {
    this.source = source
    this.number = publication.number
    this.publishedAt = publication.publishedAt
    if (publication.publishedBy !== undefined) this.publishedBy = publication.publishedBy
    if (publication.reason !== undefined) this.reason = publication.reason
    this.#systems = new Map(source.systems.map((system) => [system.senderId, system]))
    this.#services = new Map(source.services.map((service) => [service.serviceId, service]))
    this.largestMessageBytes = source.services.reduce(
      (largest, { maxMessageBytes }) => Math.max(largest, maxMessageBytes),
      source.services.length === 0 ? usualMessageBytes : 0,
    )
    for (const connection of source.connections) {
      entry(this.#connections, connection.system, () => new Map<string, Connection>()).set(
        connection.service,
        connection,
      )
    }
  }

  get environment(): Environment {
    return this.source.environment
  }

  get contour(): Contour {
    return this.source.contour
  }

  system(senderId: string): InformationSystem | undefined {
    return this.#systems.get(senderId)
  }

  /** The one system that a certificate is registered for; undefined when there is none, or more than one. */
  systemOf(keyReference: KeyReference): InformationSystem | undefined {
    const [found, another] = this.source.systems.filter(({ certificates }) =>
      certificates.some((certificate) => sameKey(keyReference, certificate)),
    )
    return another === undefined ? found : undefined
  }

  service(serviceId: string): Service | undefined {
    return this.#services.get(serviceId)
  }

  connection(senderId: string, serviceId: string): Connection | undefined {
    return this.#connections.get(senderId)?.get(serviceId)
  }
}

function entry<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}
