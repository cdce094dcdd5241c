import type { Database } from '@arna/database'
import {
  type Change,
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

/** What is to be published next, why, and what the journal and the person at the terminal are told of it. */
export interface Plan extends Omit<Act, 'event'>, Change {
  readonly reason: string
}

/**
 * Publishes what is planned for the registry that is in force now, and records it in the journal. Resolves to undefined
 * when there was nothing to change, which it has said.
 */
export async function publishAct(
  given: Given,
  context: Context,
  event: string,
  planFor: (current: Registry) => Plan,
): Promise<Published | undefined> {
  const where = registryPlace(given, context)
  const place = placeOf(given, where.place)
  const options = optionsOf(given, context, where.keyFile)
  const made = await withDatabase(
    where.url,
    async (database) => {
      let plan: Plan | undefined
      const published = await withRefusal(() =>
        database.transaction((transaction) =>
          changeRegistry(transaction, place, options, (current) => (plan = planFor(current))),
        ),
      )
      if (!published.isNew || plan === undefined) return undefined
      await recordPublication(context, database, { ...place, ...published }, { event, ...plan })
      return { published, plan }
    },
    { ofDemo: where.place !== undefined },
  )
  const name = `${place.environment} ${place.contour}`
  if (made === undefined) context.say(`nothing changed for ${name}: it is so already`)
  else context.say(`published number ${made.published.number} for ${name}: ${made.plan.detail}`)
  return made?.published
}

export function optionsOf(given: Given, context: Context, keyFile: string): PublishOptions {
  return {
    key: readPublicationKey(keyFile),
    earlierKeys: given.all('earlier-key').map(readPublicPublicationKey),
    by: context.config.operator,
    now: context.now,
  }
}

interface Publication extends Pick<RegistrySource, 'environment' | 'contour'> {
  readonly number: number
}

export function recordPublication(
  context: Context,
  database: Database,
  { environment, contour, number }: Publication,
  { event, detail, data, reason }: Act & { readonly reason: string | undefined },
): Promise<void> {
  const publication = { environment, contour, number, ...(reason !== undefined && { reason }) }
  return recordAct(context, database, { event, detail, data: { ...publication, ...data } })
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
