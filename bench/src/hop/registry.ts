import {
  hashPassword,
  type InformationSystem,
  type Organisation,
  type RegistrySource,
  type Service,
  usualConnection,
  usualService,
  usualSystem,
} from '@arna/registry'
import { bin, type Parties, type Party } from './parties.ts'

export interface RegistryOrder {
  readonly parties: Parties
  readonly services: readonly string[]
  readonly providerUrl: string
  /** Of every sender and service; as usual when left out. */
  readonly maxConcurrent?: number
}

/** Every sender may call every service of the provider. */
export async function registryOf({
  parties,
  services,
  providerUrl,
  maxConcurrent = usualSystem.maxConcurrent,
}: RegistryOrder): Promise<RegistrySource> {
  const all = [...parties.senders, parties.provider]
  const systems = await Promise.all(all.map((party) => systemOf(party, maxConcurrent)))
  return {
    environment: 'test',
    contour: 'inner',
    organisations: [organisation],
    systems,
    services: services.map((serviceId): Service => ({
      ...usualService,
      serviceId,
      owner: parties.provider.name,
      url: `${providerUrl}/${serviceId}`,
      networks: ['loopback'],
      maxMessageBytes: largestMessageBytes,
      maxConcurrent,
    })),
    connections: parties.senders.flatMap(({ name: system }) =>
      services.map((service) => ({ ...usualConnection, system, service })),
    ),
  }
}

const largestMessageBytes = 32 * 1024 * 1024

export const organisation: Organisation = { id: 'bench', name: 'АО ИЗМЕРЕНИЕ', bin, isState: true }

export const systemOf = async (
  { name, password, certificate }: Party,
  maxConcurrent: number,
): Promise<InformationSystem> => ({
  ...usualSystem,
  senderId: name,
  organisation,
  passwordHash: await hashPassword(password),
  certificates: [certificate],
  maxConcurrent,
})
