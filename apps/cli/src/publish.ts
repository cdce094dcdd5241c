import type { Database } from '@arna/database'
import {
  changeRegistry,
  closestWord,
  type Connection,
  type InformationSystem,
  type Published,
  type PublishOptions,
  type Registry,
  RegistryError,
  type RegistrySource,
  type Service,
} from '@arna/registry'
import { type Act, recordAct } from './administration.ts'
import type { Context } from './command.ts'
import type { Given, OptionSpecs } from './command-line.ts'
import { withDatabase } from './database.ts'
import { Failure } from './failure.ts'
import { placeOptions, placeOf } from './registry-in-question.ts'
import {
  readPublicationKey,
  readPublicPublicationKey,
  registryOptions,
  registryPlace,
} from './registry-place.ts'

/** Of every command that changes what is published. */
export const publishOptions: OptionSpecs = {
  ...registryOptions,
  ...placeOptions,
  'earlier-key': {
    value: 'FILE',
    many: true,
    help: 'public key of the publication before, when it was another one',
  },
}

export interface RegistryAct extends Omit<Act, 'data'> {
  readonly data?: Act['data']
  readonly reason: string
  readonly change: (current: Registry) => RegistrySource
}

/**
 * Publishes a change of what is published now, and records it in the journal. Resolves to undefined when there was
 * nothing to change, which it has said.
 */
export async function publishAct(
  given: Given,
  context: Context,
  { change, reason, ...act }: RegistryAct,
): Promise<Published | undefined> {
  const where = registryPlace(given, context)
  const place = placeOf(given, where.place)
  const options = optionsOf(given, context, { keyFile: where.keyFile, reason })
  const published = await withDatabase(
    where.url,
    async (database) => {
      const made = await withRefusal(() =>
        database.transaction((transaction) => changeRegistry(transaction, place, options, change)),
      )
      if (!made.isNew) return undefined
      await recordPublication(context, database, { ...place, ...made, reason }, act)
      return made
    },
    { ofDemo: where.place !== undefined },
  )
  const name = `${place.environment} ${place.contour}`
  if (published === undefined) context.say(`nothing changed for ${name}: it is so already`)
  else context.say(`published number ${published.number} for ${name}: ${act.detail}`)
  return published
}

export function optionsOf(
  given: Given,
  context: Context,
  { keyFile, reason }: { readonly keyFile: string; readonly reason: string | undefined },
): PublishOptions {
  return {
    key: readPublicationKey(keyFile),
    earlierKeys: given.all('earlier-key').map(readPublicPublicationKey),
    by: context.config.operator,
    ...(reason !== undefined && { reason }),
    now: context.now,
  }
}

interface Publication extends Pick<RegistrySource, 'environment' | 'contour'> {
  readonly number: number
  readonly reason: string | undefined
}

export function recordPublication(
  context: Context,
  database: Database,
  { environment, contour, number, reason }: Publication,
  { event, detail, data }: Omit<Act, 'data'> & { readonly data?: Act['data'] },
): Promise<void> {
  return recordAct(context, database, {
    event,
    detail,
    data: { environment, contour, number, ...(reason !== undefined && { reason }), ...data },
  })
}

/** What is wrong with a registry is for the person to mend, a line each. */
export async function withRefusal<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof RegistryError) throw new Failure(error.problems.join('\n  '))
    throw error
  }
}

export function systemOf(registry: Registry, senderId: string): InformationSystem {
  const { systems } = registry.source
  const names = systems.map((one) => one.senderId)
  return registry.system(senderId) ?? unknown('system', senderId, names)
}

export function serviceOf(registry: Registry, serviceId: string): Service {
  const { services } = registry.source
  const names = services.map((one) => one.serviceId)
  return registry.service(serviceId) ?? unknown('service', serviceId, names)
}

/** Those of one system: to one service, or all. */
export function connectionsOf(
  registry: Registry,
  senderId: string,
  serviceId: string | undefined,
): readonly Connection[] {
  systemOf(registry, senderId)
  if (serviceId !== undefined) serviceOf(registry, serviceId)
  const found = registry.source.connections.filter(
    ({ system, service }) =>
      system === senderId && (serviceId === undefined || service === serviceId),
  )
  if (found.length > 0) return found
  throw new Failure(`${senderId} has no connection to ${serviceId ?? 'any service'}`)
}

function unknown(what: string, name: string, known: readonly string[]): never {
  const meant = closestWord(name, known)
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`
  throw new Failure(`there is no ${what} ${name} in the registry${hint}`)
}
